namespace PipelineKit.Canary;

/// <summary>Everything a verdict is made from.</summary>
/// <param name="Policy">How it is decided.</param>
/// <param name="Metrics">What was read.</param>
public sealed record CanaryCase(CanaryPolicy Policy, IReadOnlyList<MetricData> Metrics);
