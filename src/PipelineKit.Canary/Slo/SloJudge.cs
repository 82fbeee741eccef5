namespace PipelineKit.Canary;

/// <summary>Holds the canary against an objective.</summary>
public static class SloJudge
{
    /// <summary>How its error budget burns.</summary>
    /// <param name="policy">The objective.</param>
    /// <param name="metrics">What was read; only counts of the metrics the policy names.</param>
    public static SloDecision Decide(SloPolicy policy, IReadOnlyList<MetricData> metrics) => throw new NotImplementedException();
}
