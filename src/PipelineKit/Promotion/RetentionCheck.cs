using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Whether the images one could go back to can still be pulled, all of each.</summary>
/// <param name="Gate">The gate <c>retention</c>.</param>
/// <param name="Targets">The images, newest first.</param>
/// <param name="Complete">How many of them are complete.</param>
internal sealed record RetentionCheck(GateOutcome Gate, IReadOnlyList<Digest> Targets, int Complete)
{
    private const int MostTold = 5;

    /// <summary>Looks, deeply; for a rollback at the image it goes to as well.</summary>
    internal static async Task<RetentionCheck> RunAsync(PromotionRequest request, PromotionSubject subject, CancellationToken cancellation)
    {
        var targets = subject.History.Good(request.To.Retention).Select(o => o.Digest).ToList();
        if (request.IsRollback && !targets.Contains(subject.Digest))
        {
            targets.Add(subject.Digest);
        }

        var missing = new List<string>();
        var complete = 0;
        var unknown = false;
        foreach (var target in targets)
        {
            try
            {
                var report = await ClosureCheck.RunAsync(subject.Target, target, request.To.Closure, cancellation);
                complete += report.IsComplete ? 1 : 0;
                missing.AddRange(report.Missing.Take(MostTold).Select(m => $"{PromotionText.Short(target)} lacks {m}"));
            }
            catch (RegistryException e) when (e is not DigestMismatchException)
            {
                unknown |= e.Problem != RegistryProblem.NotFound;
                missing.Add($"{PromotionText.Short(target)}: {FailureMap.From(e).What}");
            }
        }

        return new RetentionCheck(GateOf(request, targets.Count, complete, missing, unknown), targets, complete);
    }

    private static GateOutcome GateOf(PromotionRequest request, int wanted, int complete, List<string> missing, bool unknown)
    {
        var required = request.To.Retention == 0 && wanted == 0 ? "nothing" : $"the last {PromotionText.Count(request.To.Retention, "good image")} of `{request.To.Name}`";
        return complete == wanted
            ? new GateOutcome("retention", GateResult.Passed, "", wanted == 0 ? "there is none yet" : $"{PromotionText.Count(wanted, "image")} can be pulled completely", required, "")
            : new GateOutcome(
                "retention", GateResult.Failed, unknown ? "retention.unknown" : "retention.missing", $"{complete} of {wanted} can be pulled: {string.Join("; ", missing.Take(MostTold))}", required,
                "Push what is missing again from where it was built or from another environment, and keep the registry's clean-up from removing tags that begin with `pk-keep-`.");
    }
}
