namespace PipelineKit.Canary;

/// <summary>The score of a release by Kayenta's judge.</summary>
public static class KayentaRelease
{
    /// <summary>Classifies the metrics of kind <see cref="MetricKind.Kayenta"/> and sums them up.</summary>
    /// <param name="scoring">Thresholds and weights.</param>
    /// <param name="metrics">What was read.</param>
    public static (double Score, CanaryVerdict Verdict, IReadOnlyList<MetricDecision> Metrics) Decide(KayentaScoring scoring, IReadOnlyList<MetricData> metrics) => throw new NotImplementedException();
}
