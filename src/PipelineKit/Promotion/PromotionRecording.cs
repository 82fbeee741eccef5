using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>The part of a run that others can see: the announcement, the tag, the signed record, the line that says it is done.</summary>
internal sealed class PromotionRecording(PromotionRequest request, PromotionTools tools, LedgerStore store, StepLog log)
{
    private string Environment => request.To.Name;

    /// <summary>Announces it, moves the tag, signs, commits.</summary>
    /// <exception cref="FailureException">PK0802, PK0803.</exception>
    internal async Task<PromotionResult> RunAsync(PromotionResult result, RetentionCheck retention, ImageClosure? closure, EnvironmentTag tag, CancellationToken cancellation)
    {
        var subject = result.Subject;
        var lines = new PromotionLedger(request, tools, store, subject);
        using var signer = await RecordSigner.OpenAsync(request, tools, cancellation);
        using (var step = log.Begin("intent", "Announcing it in the ledger"))
        {
            var isResumed = await lines.AnnounceAsync(result.Gates, cancellation);
            step.End(isResumed ? StepState.Unchanged : StepState.Done, isResumed ? "goes on where another run stopped" : "announced");
        }

        if (tag.IsUsed)
        {
            using var step = log.Begin("tag", "Moving the tag");
            var isMoved = await MoveAsync(lines, tag, cancellation);
            step.End(isMoved ? StepState.Done : StepState.Unchanged, $"`{subject.TargetText}:{request.To.Tag}` means {PromotionText.Short(subject.Digest)}");
        }

        try
        {
            result = await CommitAsync(result, lines, retention, closure, signer, cancellation);
        }
        catch (FailureException e) when (tag.IsUsed && e.Failures[0].Code == FailureCodes.PromotionInProgress)
        {
            await tag.GiveBackAsync(await ReadAsync(), cancellation);
            throw;
        }

        if (tag.IsUsed)
        {
            await tag.ConfirmAsync(ReadAsync, cancellation);
        }

        return result;

        async Task<Ledger> ReadAsync() => (await store.ReadAsync([Environment], cancellation)).Ledgers[Environment];
    }

    private static async Task<bool> MoveAsync(PromotionLedger lines, EnvironmentTag tag, CancellationToken cancellation)
    {
        try
        {
            return await tag.MoveAsync(await lines.HoldAsync(cancellation), cancellation);
        }
        catch (FailureException e) when (e.Failures[0].Code == FailureCodes.TagMoved)
        {
            // Perhaps by a run that took this one for dead; the ledger tells.
            await lines.HoldAsync(cancellation);
            throw;
        }
    }

    private async Task<PromotionResult> CommitAsync(
        PromotionResult result, PromotionLedger lines, RetentionCheck retention, ImageClosure? closure, RecordSigner? signer, CancellationToken cancellation)
    {
        using var step = log.Begin("record", signer is null ? "Recording it" : "Signing and recording it");
        var times = RollbackTimesOf(result.Subject, log.SecondsSoFar);
        var view = await lines.CommitAsync(
            result.Gates,
            Measures(retention, times),
            async (line, intent) => signer is null ? null : await signer.SignAsync(RecordOf(line, intent, result, retention, closure), result.Subject.Target, cancellation),
            cancellation);
        await lines.RejectLeftAsync(cancellation);
        var ledger = view.Ledgers[Environment];
        var last = ledger.Entries.Count - 1;
        while (ledger.Entries[last].Kind != LedgerKind.Commit)
        {
            last--;
        }

        var line = ledger.Entries[last];
        step.End(StepState.Done, signer is null ? $"line {line.Sequence}, not signed" : $"line {line.Sequence}, signed by {signer.Name}");
        return result with { Line = ledger.Lines[last], Record = line.Record, LedgerCommit = view.Head, Times = times };
    }

    private PromotionRecord RecordOf(LedgerEntry line, LedgerAnchor intent, PromotionResult result, RetentionCheck retention, ImageClosure? closure)
    {
        var (subject, gates) = (result.Subject, request.To.Gates);
        return new PromotionRecord
        {
            Entry = line,
            Gates = result.Gates,
            Intent = intent,
            Approvals = [.. result.Gates.SelectMany(g => g.Approvals)],
            Authors = [.. result.Gates.SelectMany(g => g.Authors)],
            RequiredApprovals = gates.Approvals?.Required ?? 0,
            Closure = closure,
            Retention = (retention.Complete, retention.Targets.Count),
            FromSince = subject.FromHistory?.Since(subject.Digest),
            Soak = gates.Soak,
            WindowOpen = gates.Freeze?.At(line.At).IsOpen,
            PreviousRecord = subject.History.Current?.Entry.Record,
        };
    }

    private RollbackTimes? RollbackTimesOf(PromotionSubject subject, double done)
    {
        if (!request.IsRollback)
        {
            return null;
        }

        var detected = request.DetectedAt;
        var began = tools.Context.Time.GetUtcNow().AddSeconds(-done);
        return new RollbackTimes(
            detected is { } at && subject.History.Current is { } left ? Math.Max(0, (at - left.From).TotalSeconds) : null,
            detected is { } noticed ? Math.Max(0, (began - noticed).TotalSeconds) : null,
            done);
    }

    private static Dictionary<string, double> Measures(RetentionCheck retention, RollbackTimes? times)
    {
        var measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["retention-complete"] = retention.Complete, ["retention-wanted"] = retention.Targets.Count };
        if (times is not null)
        {
            measures["rollback-seconds"] = Math.Round(times.Done, 3);
        }

        if (times?.Detect is { } detect)
        {
            measures["detect-seconds"] = Math.Round(detect, 3);
        }

        if (times?.Decide is { } decide)
        {
            measures["decide-seconds"] = Math.Round(decide, 3);
        }

        return measures;
    }
}
