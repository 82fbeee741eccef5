namespace PipelineKit.Canary;

/// <summary>
/// Holds the canary against an objective. Each metric is held against it on its own, the worst of them decides. It fails when in both windows of a tier the burn rate is shown to be above the tier's, at the first step at which that is so,
/// and so a case has the same answer whether it was looked at once or at every step. It passes when there were events enough to see such a rate, and there is none.
/// </summary>
public static class SloJudge
{
    /// <summary>How its error budget burns.</summary>
    /// <param name="policy">The objective.</param>
    /// <param name="metrics">What was read; only counts of the metrics the policy names, and of those that are not muted where it names none.</param>
    /// <exception cref="ArgumentException">The objective leaves no budget, or nothing but one.</exception>
    public static SloDecision Decide(SloPolicy policy, IReadOnlyList<MetricData> metrics)
    {
        if (!(policy.Objective > 0 && policy.Objective < 1 && policy.Confidence > 0 && policy.Confidence < 1))
        {
            throw new ArgumentException("the objective and the confidence are above 0 and below 1", nameof(policy));
        }

        var counted = metrics.Where(m => m.CanaryCounts is not null && (policy.Metrics.Count == 0 ? !m.Definition.IsMuted : policy.Metrics.Contains(m.Definition.Name, StringComparer.Ordinal))).ToList();
        var missing = policy.Metrics.FirstOrDefault(name => !counted.Exists(m => string.Equals(m.Definition.Name, name, StringComparison.Ordinal)));
        if (missing is not null || counted.Count == 0)
        {
            return Nothing(missing is not null ? $"There are no counts of `{missing}`, which the objective is about." : "No metric counts events that the objective could be about.");
        }

        var risk = (1 - policy.Confidence) / counted.Count;
        return counted.Select(m => new BurnWatch(policy, m, risk).Decide())
            .OrderBy(d => d.Verdict switch { CanaryVerdict.Fail => 0, CanaryVerdict.Inconclusive => 1, _ => 2 })
            .ThenBy(d => d.DecidedAt ?? 0)
            .ThenByDescending(d => d.ProjectedBurn)
            .ThenBy(d => d.Metric, StringComparer.Ordinal)
            .First();
    }

    private static SloDecision Nothing(string text) =>
        new() { Verdict = CanaryVerdict.Inconclusive, Reason = DecisionReason.NotEnoughEvidence, ProjectedBurn = 0, ProjectedBurnAtLeast = 0, Text = text };
}
