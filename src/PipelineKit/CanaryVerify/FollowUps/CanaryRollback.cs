using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>Takes the environment of a canary that failed back to the image before, as <c>rollback</c> does.</summary>
internal static class CanaryRollback
{
    /// <summary>Goes back; what the environment has by then is never touched unless it is the canary.</summary>
    /// <exception cref="FailureException">It has another image by now, there is none to go back to, or what the engine says.</exception>
    internal static async Task<FollowUp> RunAsync(EnvironmentAccess access, CanaryOutcome outcome, CancellationToken cancellation)
    {
        var (canary, time) = (outcome.Scopes.Canary.Digest, access.Tools.Context.Time);
        var (_, history) = await access.ReadAsync(cancellation);
        var current = history.Current?.Digest;
        if (current is null || (current != canary && history.OpenIntent?.Digest != canary))
        {
            return current is not null && (current == outcome.Scopes.Baseline.Digest || history.Current!.Entry is { Action: LedgerAction.Rollback } back && back.Replaces == canary)
                ? new FollowUp("rollback", Ok: true, $"`{access.Name}` has {PromotionText.Short(current)}; there was nothing to take back.") { Took = time.GetUtcNow() - outcome.DecidedAt, RolledBackTo = current }
                : throw new FailureException(new Failure(
                    FailureCodes.FollowUpFailed,
                    $"`{access.Name}` has {(current is null ? "nothing on record" : PromotionText.Short(current))}, and neither the canary {PromotionText.Short(canary)} nor its baseline: nothing was taken back.",
                    "Find out who changed the environment while its canary was judged, and run `rollback` when it is still needed."));
        }

        var previous = Previous(history, outcome) ?? throw new FailureException(new Failure(
            FailureCodes.NothingToRollBackTo, $"The ledger of `{access.Name}` has no earlier image that was good, so {PromotionText.Short(canary)} stays there."));
        var request = access.Request with { Digest = previous, Reason = $"canary failed: {outcome.Decision.Text}", DetectedAt = outcome.DecidedAt };
        var result = await new PromotionRun(request, access.Tools).RunAsync(cancellation);
        var report = PromotionReport.From(result, isJson: false);
        if (result.IsRefused)
        {
            var why = string.Join("; ", result.Gates.Where(g => g.Result == GateResult.Failed).Select(g => $"`{g.Id}`: {g.Observed}"));
            throw new FailureException(new Failure(
                result.Gates.Any(g => g is { Result: GateResult.Failed, IsViolation: true }) ? FailureCodes.DigestMismatch : FailureCodes.FollowUpFailed,
                $"{report.Headline} {why}.", "Run `rollback` with `bypass` and a reason when somebody answers for it."));
        }

        return new FollowUp("rollback", Ok: true, TextOf(result, report.Headline))
        {
            Url = result.Proposal?.PullRequest?.Url ?? "",
            Took = time.GetUtcNow() - outcome.DecidedAt,
            RolledBackTo = previous,
        };
    }

    // What the canary was held against, where it was there before and nobody rejected it; else what was good last.
    private static Digest? Previous(EnvironmentHistory history, CanaryOutcome outcome)
    {
        var (canary, baseline) = (outcome.Scopes.Canary.Digest, outcome.Scopes.Baseline.Digest);
        var good = history.Good(int.MaxValue).Select(o => o.Digest).Where(d => d != canary).ToList();
        return good.Contains(baseline) ? baseline : good.FirstOrDefault();
    }

    private static string TextOf(PromotionResult result, string headline) =>
        result.Proposal is { PullRequest.Url: { } url } ? $"{headline} It takes effect when this is merged: {url}"
        : result.Proposal is { IsUnchanged: false } proposal ? $"{headline} The change is on the branch `{proposal.Branch}`."
        : headline;
}
