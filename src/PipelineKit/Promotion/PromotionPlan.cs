using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Says what each step would do.</summary>
internal sealed class PromotionPlan(PromotionRequest request, StepLog log, ImageCopier copier)
{
    /// <summary>Looks, and changes nothing.</summary>
    internal async Task TellAsync(PromotionSubject subject, RetentionCheck retention, CancellationToken cancellation)
    {
        using (var step = log.Begin("copy", "Looking what would be copied"))
        {
            if (await IsThereAsync(subject, cancellation))
            {
                step.End(StepState.Unchanged, "the image is there");
            }
            else
            {
                var closure = await ClosureWalk.ReadAsync(subject.Source, subject.Digest, request.To.Closure, cancellation);
                step.End(StepState.Planned, $"would bring up to {PromotionText.Count(closure.Manifests.Count, "manifest")} and {PromotionText.Count(closure.Blobs.Count, "blob")} ({closure.Bytes} bytes) to `{subject.TargetText}`");
            }
        }

        if (request.To.Retention > 0)
        {
            using var step = log.Begin("keep", "Looking what would be kept");
            var missing = await new KeepTags(subject.Target, request.To.Name, copier).MissingAsync(retention.Targets.Append(subject.Digest), cancellation);
            step.End(missing.Count == 0 ? StepState.Unchanged : StepState.Planned, missing.Count == 0 ? "all have their tags" : $"would set {PromotionText.Count(missing.Count, "tag")}");
        }

        Tell("intent", $"would announce it in the ledger of `{request.To.Name}`");
        if (request.To.Tag.Length > 0)
        {
            Tell("tag", $"would move `{subject.TargetText}:{request.To.Tag}` from {(subject.TagNow is { } now ? PromotionText.Short(now) : "nothing")} to {PromotionText.Short(subject.Digest)}");
        }

        Tell("record", $"would record it{(request.Signing is null ? ", unsigned" : ", signed")}");
    }

    private async Task<bool> IsThereAsync(PromotionSubject subject, CancellationToken cancellation)
    {
        try
        {
            return (await ClosureCheck.RunAsync(subject.Target, subject.Digest, request.To.Closure, cancellation)).IsComplete;
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            return false;
        }
    }

    private void Tell(string id, string detail)
    {
        using var step = log.Begin(id, "Looking ahead");
        step.End(StepState.Planned, detail);
    }
}
