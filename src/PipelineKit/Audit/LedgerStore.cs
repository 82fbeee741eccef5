using System.Security.Cryptography;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Audit;

/// <summary>
/// Ledgers on a branch of the repository: <c>FOLDER/ENVIRONMENT.jsonl</c>, and the signed records beside them. A line is added by compare and swap on the branch, so that of two runs
/// that add one at the same time the second reads the first one's line before it decides. Line and record come in one commit: a run that is killed leaves both or neither.
/// </summary>
/// <param name="host">The repository.</param>
/// <param name="branch">The branch, without <c>refs/heads/</c>; made by the first line, without a history of its own.</param>
/// <param name="folder">The folder on it; empty for its top.</param>
/// <param name="author">Who its commits are by.</param>
/// <param name="time">Measures the waits between tries.</param>
public sealed class LedgerStore(IPullRequests host, string branch, string folder, CommitAuthor author, TimeProvider time)
{
    private const int Tries = 12;
    private const int ShortestWait = 50;
    private const int LongestWait = 5000;

    /// <summary>Where the ledger of an environment is on the branch.</summary>
    public string PathOf(string environment) => LedgerFiles.Ledger(folder, environment);

    /// <summary>Where a signed record is on the branch.</summary>
    public string PathOf(Digest record) => LedgerFiles.Record(folder, record);

    /// <summary>The ledgers of these environments, checked; an empty one for what is not there.</summary>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/>, and what the host throws.</exception>
    public async Task<LedgerView> ReadAsync(IReadOnlyList<string> environments, CancellationToken cancellation)
    {
        var snapshot = await host.ReadAsync(branch, [.. environments.Select(PathOf)], cancellation);
        return new LedgerView(snapshot?.Head, environments.Distinct(StringComparer.Ordinal).ToDictionary(e => e, e => Open(snapshot, e), StringComparer.Ordinal));
    }

    /// <summary>The file of a signed record, checked by its digest; null when it is not there.</summary>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/> when it is another file than the ledger says, and what the host throws.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadRecordAsync(Digest record, CancellationToken cancellation)
    {
        var path = PathOf(record);
        var snapshot = await host.ReadAsync(branch, [path], cancellation);
        if (snapshot is null || !snapshot.Files.TryGetValue(path, out var content))
        {
            return null;
        }

        var found = Digest.Sha256(content.Span);
        return found == record ? content : throw new FailureException(new Failure(
            FailureCodes.BrokenLedger, $"The signed record `{path}` was changed: its digest is {found}.", Place: new SourcePlace(path)));
    }

    /// <summary>Where people see a file of the branch; null when the host has no such address.</summary>
    public string? AddressOf(string path) => host.AddressOf(branch, path);

    /// <summary>Adds a line to a ledger, looking at that ledger alone.</summary>
    /// <inheritdoc cref="AppendAsync(string, IReadOnlyList{string}, Func{LedgerView, LedgerAddition?}, CancellationToken)" />
    public Task<LedgerView> AppendAsync(string environment, Func<LedgerView, LedgerAddition?> decide, CancellationToken cancellation) => AppendAsync(environment, [], decide, cancellation);

    /// <summary>Adds a line (and the file of its record), deciding anew whenever somebody else was quicker.</summary>
    /// <param name="environment">Whose ledger.</param>
    /// <param name="others">Environments whose ledgers are to be looked at too, as they are at the same commit.</param>
    /// <param name="decide">Looks at the ledgers as they are and gives the line, or null to leave it; may throw. Asked again after a lost race, so it must not do anything.</param>
    /// <param name="cancellation">Ends it; nothing is written after that.</param>
    /// <returns>The ledgers as they are afterwards.</returns>
    /// <exception cref="FailureException"><see cref="FailureCodes.PromotionInProgress"/> when others were quicker every time, <see cref="FailureCodes.BrokenLedger"/>, and what the host throws.</exception>
    public async Task<LedgerView> AppendAsync(string environment, IReadOnlyList<string> others, Func<LedgerView, LedgerAddition?> decide, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var view = await ReadAsync([environment, .. others], cancellation);
            if (decide(view) is not { } addition)
            {
                return view;
            }

            var entry = addition.Record is { IsEmpty: false } bundle ? addition.Entry with { Record = Digest.Sha256(bundle.Span) } : addition.Entry;
            if (entry.Environment != environment)
            {
                throw new ArgumentException($"a line about `{entry.Environment}` does not belong into the ledger of `{environment}`", nameof(decide));
            }

            var ledger = view.Ledgers[environment].Append(entry);
            if (await host.CommitAsync(CommitOf(view.Head, ledger, addition.Record), cancellation) is { } head)
            {
                return new LedgerView(head, view.Ledgers.ToDictionary(l => l.Key, l => l.Key == environment ? ledger : l.Value, StringComparer.Ordinal));
            }

            if (attempt == Tries)
            {
                throw new FailureException(new Failure(
                    FailureCodes.PromotionInProgress, $"The branch `{branch}` was moved by others {Tries} times while a line was being added to `{ledger.Path}`.",
                    "Run again when fewer runs write to it; nothing was changed."));
            }

            await Task.Delay(Wait(attempt), time, cancellation);
        }
    }

    private Ledger Open(BranchSnapshot? snapshot, string environment)
    {
        var path = PathOf(environment);
        return snapshot is not null && snapshot.Files.TryGetValue(path, out var content) ? LedgerFiles.Open(content, path, environment) : Ledger.Empty(path);
    }

    private DirectCommit CommitOf(string? head, Ledger ledger, ReadOnlyMemory<byte>? record)
    {
        var entry = ledger.Entries[^1];
        FileChange[] records = record is { IsEmpty: false } bundle ? [new FileChange(PathOf(entry.Record!), bundle)] : [];
        return new DirectCommit
        {
            Branch = branch,
            ExpectedHead = head,
            Files = [new FileChange(ledger.Path, ledger.Bytes), .. records],
            Title = $"{entry.Environment}: {LedgerLine.Kinds[(int)entry.Kind]} {entry.Digest.Text[..19]}",
            Body = $"PipelineKit-Ledger-Line: {ledger.Lines[^1]}\n",
            Author = author,
        };
    }

    // Doubled each time, and somewhere in the upper half of it, so that those who met once do not meet again.
    private static TimeSpan Wait(int attempt)
    {
        var longest = Math.Min(LongestWait, ShortestWait << Math.Min(attempt, 10));
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(longest / 2, longest));
    }
}

/// <summary>Ledgers at one moment.</summary>
/// <param name="Head">The commit of the branch; null when it is not there yet.</param>
/// <param name="Ledgers">By environment; those asked for.</param>
public sealed record LedgerView(string? Head, IReadOnlyDictionary<string, Ledger> Ledgers);

/// <summary>A line to add.</summary>
/// <param name="Entry">The line; its number, previous digest and <see cref="LedgerEntry.Record"/> are set when it is added.</param>
/// <param name="Record">The bundle of its signed record, kept beside the ledger; null or empty for none.</param>
public sealed record LedgerAddition(LedgerEntry Entry, ReadOnlyMemory<byte>? Record = null);
