namespace PipelineKit.Canary;

/// <summary>How alpha is shared: half for all metrics that count together, half for all gauges together; all of it where there is one kind only. Metrics that are only told have no part in it.</summary>
/// <param name="Counts">For those that count.</param>
/// <param name="CountMetrics">How many these are.</param>
/// <param name="Gauges">For gauges.</param>
internal readonly record struct AlphaShares(double Counts, int CountMetrics, double Gauges)
{
    /// <summary>The evidence (natural logarithm) at which a metric fails when no other says anything: the mean over all reaches 1/alpha.</summary>
    internal double CountBound => Math.Log(CountMetrics / Counts);

    internal static AlphaShares Of(CanaryPolicy policy, IEnumerable<MetricDefinition> metrics)
    {
        var (counts, gauges) = (0, 0);
        foreach (var one in metrics)
        {
            counts += one.Kind is MetricKind.Errors or MetricKind.Latency ? 1 : 0;
            gauges += one.Kind == MetricKind.Gauge ? 1 : 0;
        }

        var share = counts > 0 && gauges > 0 ? policy.Alpha / 2 : policy.Alpha;
        return new AlphaShares(share, Math.Max(counts, 1), share);
    }
}
