using System.Globalization;
using System.Security.Cryptography;
using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>
/// The lines of one run in the ledger of its environment. The announcement (<see cref="LedgerKind.Intent"/>) is the lock between runs: while it is the open one, nobody else
/// moves the tag.
/// </summary>
internal sealed class PromotionLedger(PromotionRequest request, PromotionTools tools, LedgerStore store, PromotionSubject subject)
{
    private const int MaximumTries = 10;

    private readonly string _environment = request.To.Name;

    // The lines of this run belong to its own attempt, or to the one it goes on with.
    private string _attempt = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private LedgerEntry? _intent;
    private Digest? _left;

    /// <summary>A line of this run.</summary>
    internal LedgerEntry Line(LedgerKind kind, IReadOnlyList<GateOutcome> gates) => new()
    {
        Sequence = 0,
        Previous = null,
        Kind = kind,
        At = Seconds(tools.Context.Time.GetUtcNow()),
        App = request.Settings.App,
        Environment = _environment,
        Digest = subject.Digest,
        Action = kind is LedgerKind.Intent or LedgerKind.Commit ? request.Action : null,
        Image = subject.TargetText,
        FromEnvironment = request.IsRollback ? "" : subject.From?.Name ?? "",
        FromImage = subject.SourceText,
        Replaces = subject.Replaces,
        FromLine = request.IsRollback ? null : subject.FromLine,
        Policy = request.Settings.Digest,
        Gates = gates.ToDictionary(g => g.Id, g => PromotionText.Word(g.Result), StringComparer.Ordinal),
        Actor = tools.Context.Ci.Actor ?? tools.Context.Environment.Variables.GetValueOrDefault("USER") ?? "",
        Run = tools.Context.Ci.RunUrl ?? "",
        Attempt = _attempt,
        Reason = request.Reason,
        Bypass = gates.Any(g => g.Result == GateResult.Overridden),
    };

    /// <summary>Takes a rejection back, on record, here and in the environment before.</summary>
    internal async Task ClearAsync(CancellationToken cancellation)
    {
        var line = Line(LedgerKind.Clear, []);
        await ClearAsync(line, cancellation);
        if (subject.From is { } from)
        {
            await ClearAsync(line with { Environment = from.Name, Image = EnvironmentPlace.TextOf(from.Repository), FromEnvironment = "", FromImage = "", FromLine = null, Replaces = null }, cancellation);
        }
    }

    /// <summary>Announces it, or goes on with what a killed run announced.</summary>
    /// <returns>Whether an announcement was there.</returns>
    /// <exception cref="FailureException">PK0802: another run is under way, or was quicker.</exception>
    internal async Task<bool> AnnounceAsync(IReadOnlyList<GateOutcome> gates, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaximumTries; tries++)
        {
            LedgerAddition? added = null;
            _intent = null;
            await store.AppendAsync(_environment, subject.From is { } from ? [from.Name] : [], view => added = Announcement(view, gates), cancellation);
            if (_intent is not null)
            {
                return added is null;
            }
        }

        throw Busy($"Others announce promotions to `{_environment}` without end.");
    }

    /// <summary>Makes sure that the announcement still holds.</summary>
    /// <exception cref="FailureException">PK0802: it was taken for that of a dead run.</exception>
    internal async Task<Ledger> HoldAsync(CancellationToken cancellation)
    {
        var ledger = (await store.ReadAsync([_environment], cancellation)).Ledgers[_environment];
        var history = EnvironmentHistory.Of(ledger);
        return IsOurs(history) || IsFinished(history) ? ledger : throw Superseded(history);
    }

    /// <summary>Says that it is done. The record is signed for exactly the line that is added.</summary>
    /// <returns>The ledger afterwards.</returns>
    internal async Task<LedgerView> CommitAsync(IReadOnlyList<GateOutcome> gates, IReadOnlyDictionary<string, double> measures, Func<LedgerEntry, LedgerAnchor, Task<ReadOnlyMemory<byte>?>> sign, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaximumTries; tries++)
        {
            var view = await store.ReadAsync([_environment], cancellation);
            var history = EnvironmentHistory.Of(view.Ledgers[_environment]);
            if (IsFinished(history))
            {
                return view;
            }

            if (!IsOurs(history))
            {
                throw Superseded(history);
            }

            var ledger = view.Ledgers[_environment];
            var (count, intent) = (ledger.Lines.Count, ledger.Entries.Count - 1);
            while (ledger.Entries[intent].Kind != LedgerKind.Intent)
            {
                intent--;
            }

            var line = After(view, Line(LedgerKind.Commit, gates) with { Measures = measures });
            var bundle = await sign(line, new LedgerAnchor(intent + 1, ledger.Lines[intent]));
            var wasAdded = false;
            var after = await store.AppendAsync(
                _environment,
                now =>
                {
                    wasAdded = now.Ledgers[_environment].Lines.Count == count;
                    return wasAdded ? new LedgerAddition(line, bundle) : null;
                },
                cancellation);
            if (wasAdded)
            {
                return after;
            }
        }

        throw Busy($"Others write to the ledger of `{_environment}` without end.");
    }

    /// <summary>What hung when the environment was taken back is bad as well, though it was never committed.</summary>
    internal async Task RejectLeftAsync(CancellationToken cancellation)
    {
        if (request.IsRollback && _left is { } left && left != subject.Digest)
        {
            await store.AppendAsync(
                _environment,
                view => EnvironmentHistory.Of(view.Ledgers[_environment]).Rejected.ContainsKey(left) ? null : new LedgerAddition(Line(LedgerKind.Reject, []) with { Digest = left, Reason = request.Reason.Length > 0 ? request.Reason : "rolled back while it was being promoted" }),
                cancellation);
        }
    }

    private Task<LedgerView> ClearAsync(LedgerEntry line, CancellationToken cancellation) => store.AppendAsync(
        line.Environment,
        view => EnvironmentHistory.Of(view.Ledgers[line.Environment]).Rejected.ContainsKey(subject.Digest) ? new LedgerAddition(line) : null,
        cancellation);

    private LedgerAddition? Announcement(LedgerView view, IReadOnlyList<GateOutcome> gates)
    {
        var history = EnvironmentHistory.Of(view.Ledgers[_environment]);
        if (history.OpenIntent is { } open)
        {
            if (open.Digest == subject.Digest && open.Action == request.Action)
            {
                (_intent, _attempt) = (open, open.Attempt);
                return null;
            }

            var age = tools.Context.Time.GetUtcNow() - open.At;
            if (age >= request.Lease)
            {
                _left = open.Digest;
                return new LedgerAddition(After(view, Abandon(open)));
            }

            throw Busy(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{PromotionText.Who(open)} announced {PromotionText.Short(open.Digest)} for `{_environment}` {age.TotalSeconds:0} seconds ago and has not finished; {PromotionText.Short(subject.Digest)} was not promoted."));
        }

        if (history.Current?.Line != subject.History.Current?.Line)
        {
            if (history.Current?.Digest == subject.Digest)
            {
                _intent = history.Current.Entry;
                return null;
            }

            var quicker = history.Current!.Entry;
            throw Busy($"{PromotionText.Who(quicker)} was quicker: `{_environment}` has {PromotionText.Short(quicker.Digest)} since {PromotionText.Time(quicker.At)}; {PromotionText.Short(subject.Digest)} was not promoted.");
        }

        var rejection = Rejection(history, subject.History) ?? (subject.From is { } from ? Rejection(EnvironmentHistory.Of(view.Ledgers[from.Name]), subject.FromHistory!) : null);
        if (rejection is not null)
        {
            throw Busy($"{PromotionText.Short(subject.Digest)} was rejected in `{rejection.Environment}` while its gates were judged: {rejection.Reason}");
        }

        _intent = After(view, Line(LedgerKind.Intent, gates));
        return new LedgerAddition(_intent);
    }

    private LedgerEntry? Rejection(EnvironmentHistory now, EnvironmentHistory judged) => judged.Rejected.ContainsKey(subject.Digest) ? null : now.Rejected.GetValueOrDefault(subject.Digest);

    private LedgerEntry Abandon(LedgerEntry open) => Line(LedgerKind.Abandon, []) with
    {
        Digest = open.Digest,
        Image = open.Image,
        FromEnvironment = open.FromEnvironment,
        FromImage = open.FromImage,
        FromLine = open.FromLine,
        Replaces = open.Replaces,
        Attempt = open.Attempt,
        Reason = string.Create(CultureInfo.InvariantCulture, $"not finished within {request.Lease.TotalMinutes:0.##} minutes; another run went on"),
    };

    private bool IsOurs(EnvironmentHistory history) => history.OpenIntent is { } open && string.Equals(open.Attempt, _attempt, StringComparison.Ordinal);

    // A twin of this run, which does the same, may have written the last line.
    private bool IsFinished(EnvironmentHistory history) => history.OpenIntent is null && history.Current?.Digest == subject.Digest;

    private FailureException Superseded(EnvironmentHistory history) => Busy(
        history.OpenIntent is { } open ? $"This run took too long, and {PromotionText.Who(open)} announced {PromotionText.Short(open.Digest)} for `{_environment}` instead."
            : $"This run took too long, and `{_environment}` has {(history.Current is { } current ? PromotionText.Short(current.Digest) : "nothing")} now.");

    private static FailureException Busy(string what) => new(new Failure(FailureCodes.PromotionInProgress, what));

    // Number and link of the line it is going to be. Its time is that of this machine; the ledger itself does not let it go back.
    private LedgerEntry After(LedgerView view, LedgerEntry entry)
    {
        var ledger = view.Ledgers[_environment];
        return entry with
        {
            Sequence = ledger.Entries.Count + 1,
            Previous = ledger.Lines.Count == 0 ? null : ledger.Lines[^1],
        };
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
