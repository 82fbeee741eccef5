namespace PipelineKit.Canary;

/// <summary>Judges measurements by conditions and limits, in the order of an analysis of Argo Rollouts.</summary>
public static class ConditionJudge
{
    /// <summary>The verdict over a metric of kind <see cref="MetricKind.Condition"/>.</summary>
    public static MetricDecision Decide(MetricData data) => throw new NotImplementedException();
}
