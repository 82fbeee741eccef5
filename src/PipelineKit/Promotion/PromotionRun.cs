using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>
/// Brings an image to an environment: look everything up, judge all gates, copy by digest, keep what one could go back to, announce, move the tag, sign and record, change the
/// manifests. Killed anywhere and run again, it goes on where it stopped; run again at the end, it changes nothing.
/// </summary>
internal sealed class PromotionRun
{
    private readonly PromotionRequest _request;
    private readonly PromotionTools _tools;
    private readonly StepLog _log;
    private readonly LedgerStore _store;
    private readonly ImageCopier _copier;
    private readonly List<string> _notes = [];

    /// <summary>Nothing is asked yet.</summary>
    internal PromotionRun(PromotionRequest request, PromotionTools tools)
    {
        (_request, _tools) = (request, tools);
        _log = new StepLog(tools.Context);
        _store = new LedgerStore(tools.Host, request.Settings.Ledger.Branch, request.Settings.Ledger.Folder, request.Author, tools.Context.Time);
        _copier = new ImageCopier(tools.Context.Time);
    }

    private string Environment => _request.To.Name;

    /// <summary>Runs it.</summary>
    /// <exception cref="FailureException">It cannot be done; what was done before is taken up by the next run.</exception>
    internal async Task<PromotionResult> RunAsync(CancellationToken cancellation)
    {
        var subject = await ResolveAsync(cancellation);
        if (_request.ClearRejection)
        {
            subject = await ClearAsync(subject, cancellation);
        }

        var result = new PromotionResult { Request = _request, Subject = subject, Steps = _log.Steps, Notes = _notes };
        return subject.IsThere ? await RepairAsync(result, cancellation) : await PromoteAsync(result, cancellation);
    }

    private async Task<PromotionSubject> ResolveAsync(CancellationToken cancellation)
    {
        using var step = _log.Begin("resolve", "Looking up what goes where");
        var subject = await new PromotionResolver(_request, _tools, _store).ResolveAsync(cancellation);
        var from = subject.IsOnePlace ? "" : $" from `{subject.SourceText}`";
        step.End(StepState.Unchanged, subject.IsThere
            ? $"{PromotionText.Short(subject.Digest)} is in `{Environment}` since {PromotionText.Time(subject.History.Current!.From)}"
            : $"{PromotionText.Short(subject.Digest)}{from} to `{subject.TargetText}`, {(subject.Replaces is { } before ? $"which has {PromotionText.Short(before)}" : "which is empty")}");
        return subject;
    }

    private async Task<PromotionSubject> ClearAsync(PromotionSubject subject, CancellationToken cancellation)
    {
        using var step = _log.Begin("clear", "Taking a rejection back");
        if ((subject.History.Rejected.GetValueOrDefault(subject.Digest) ?? subject.FromHistory?.Rejected.GetValueOrDefault(subject.Digest)) is not { } rejection)
        {
            step.End(StepState.Unchanged, "the image is not rejected");
            return subject;
        }

        if (_request.DryRun)
        {
            step.End(StepState.Planned, $"would take back: {rejection.Reason}");
            return subject;
        }

        await new PromotionLedger(_request, _tools, _store, subject).ClearAsync(cancellation);
        step.End(StepState.Done, $"took back: {rejection.Reason}");
        return await new PromotionResolver(_request with { Digest = subject.Digest, Expected = subject.Digest }, _tools, _store).ResolveAsync(cancellation);
    }

    // The image is there: only what a killed run left undone is done.
    private Task<PromotionResult> RepairAsync(PromotionResult result, CancellationToken cancellation)
    {
        var current = result.Subject.History.Current!;
        var done = result with { Line = current.Line, Record = current.Entry.Record, LedgerCommit = result.Subject.Ledgers.Head };
        return new PromotionEnding(_request, _tools, _store, _log, _notes).RunAsync(done, cancellation);
    }

    private async Task<PromotionResult> PromoteAsync(PromotionResult result, CancellationToken cancellation)
    {
        var subject = result.Subject;
        var tag = new EnvironmentTag(_request, subject, _copier);
        if (tag.IsUsed)
        {
            await tag.CheckAsync(subject.TagNow, subject.Ledgers.Ledgers[Environment], async () => (await _store.ReadAsync([Environment], cancellation)).Ledgers[Environment]);
        }

        var (gates, retention) = await JudgeAsync(subject, cancellation);
        result = result with { Gates = gates };
        var ending = new PromotionEnding(_request, _tools, _store, _log, _notes);
        if (result.IsRefused)
        {
            return result;
        }

        await ending.PlanAsync(subject, cancellation);
        if (_request.DryRun)
        {
            await new PromotionPlan(_request, _log, _copier).TellAsync(subject, retention, cancellation);
            return result;
        }

        var closure = await CopyAsync(subject, cancellation);
        await KeepAsync(subject, retention, cancellation);
        return await ending.RunAsync(await new PromotionRecording(_request, _tools, _store, _log).RunAsync(result, retention, closure, tag, cancellation), cancellation);
    }

    private async Task<(IReadOnlyList<GateOutcome> Gates, RetentionCheck Retention)> JudgeAsync(PromotionSubject subject, CancellationToken cancellation)
    {
        IReadOnlyList<GateOutcome> judged;
        using (var step = _log.Begin("gates", "Judging the gates"))
        {
            judged = await new PromotionGates(_tools.Context, _tools.Handler, _tools.Host).JudgeAsync(subject.Question(_request), cancellation);
            Tell(step, judged);
        }

        using (var step = _log.Begin("retention", "Looking whether one could go back"))
        {
            var retention = await RetentionCheck.RunAsync(_request, subject, cancellation);
            Tell(step, [retention.Gate]);
            return ([.. judged.Append(retention.Gate).Select(Overridden)], retention);
        }
    }

    private static void Tell(StepLog.RunningStep step, IReadOnlyList<GateOutcome> gates)
    {
        var failed = gates.Where(g => g.Result == GateResult.Failed).ToList();
        step.End(failed.Count > 0 ? StepState.Refused : StepState.Unchanged, failed.Count > 0 ? $"{PromotionText.Count(failed.Count, "gate")} of {gates.Count} failed" : gates.Count == 1 ? gates[0].Observed : $"all {gates.Count} hold");
    }

    // A rollback to an image that cannot be pulled would end in nothing at all, so nobody can answer for that; nor for what is forged.
    private GateOutcome Overridden(GateOutcome gate) =>
        gate.Result == GateResult.Failed && _request.Bypass && !gate.IsViolation && !(gate.Id == "retention" && _request.IsRollback) ? gate with { Result = GateResult.Overridden } : gate;

    private async Task<ImageClosure?> CopyAsync(PromotionSubject subject, CancellationToken cancellation)
    {
        if (_request.IsRollback)
        {
            _log.Skip("copy", "the image is there");
            return null;
        }

        using var step = _log.Begin("copy", "Copying the image and what refers to it");
        if (subject.IsOnePlace)
        {
            var report = await ClosureCheck.RunAsync(subject.Target, subject.Digest, _request.To.Closure, cancellation);
            step.End(StepState.Unchanged, report.IsComplete ? "it is in this repository already" : throw Incomplete(subject, report));
            return null;
        }

        var options = new ImageCopyOptions { Closure = _request.To.Closure, Siblings = Siblings(subject), Progress = (_, _, what) => step.Advance(what) };
        var copy = await _copier.CopyAsync(subject.Source, subject.Digest, subject.Target, options, cancellation);
        step.End(
            copy.IsUnchanged ? StepState.Unchanged : StepState.Done,
            $"{PromotionText.Count(copy.ManifestsPut, "manifest")} and {PromotionText.Count(copy.Blobs.Copied, "blob")} sent ({copy.BytesSent} bytes), {copy.Blobs.Mounted} mounted, {copy.Blobs.Present} there");
        return copy.Closure;
    }

    private static FailureException Incomplete(PromotionSubject subject, ClosureReport report) => new(new Failure(
        FailureCodes.RemoteRefused, $"`{subject.TargetText}` has {PromotionText.Short(subject.Digest)} only in part: {string.Join("; ", report.Missing.Take(5))}.", "Push the image again."));

    private string[] Siblings(PromotionSubject subject) =>
        [.. _request.Settings.Environments.Select(e => EnvironmentPlace.TextOf(e.Repository)).Where(r => r != subject.TargetText && r.StartsWith(subject.Target.Repository.Registry + "/", StringComparison.Ordinal)).Select(r => r[(subject.Target.Repository.Registry.Length + 1)..]).Distinct(StringComparer.Ordinal)];

    private async Task KeepAsync(PromotionSubject subject, RetentionCheck retention, CancellationToken cancellation)
    {
        if (_request.To.Retention == 0)
        {
            return;
        }

        using var step = _log.Begin("keep", "Keeping what one could go back to");
        var keep = new KeepTags(subject.Target, Environment, _copier);
        var missing = await keep.MissingAsync(retention.Gate.Result == GateResult.Passed ? [.. retention.Targets, subject.Digest] : [subject.Digest], cancellation);
        await keep.SetAsync(missing, cancellation);
        var staying = await keep.RemoveAsync(subject.History.Good(_request.To.Retention + 10).Select(o => o.Digest).Except([.. retention.Targets, subject.Digest]), cancellation);
        _notes.AddRange(staying.Select(t => $"The registry does not delete tags, so `{t}` stays; no rollback needs it any more."));
        step.End(missing.Count > 0 ? StepState.Done : StepState.Unchanged, missing.Count > 0 ? $"{PromotionText.Count(missing.Count, "tag")} set" : "all have their tags");
    }
}
