namespace PipelineKit.Canary;

/// <summary>Decides: a pure function, the same for the same case to the last bit whatever the order of its metrics, and valid however often it is asked on a growing window.</summary>
public static class CanaryJudge
{
    /// <summary>The verdict over a case.</summary>
    public static CanaryDecision Decide(CanaryCase @case)
    {
        var (policy, metrics) = (@case.Policy, @case.Metrics);
        var together = new JudgedTogether(policy, metrics.Where(m => !m.Definition.IsMuted));
        var decisions = together.Decisions.ToDictionary(d => d.Name, StringComparer.Ordinal);
        foreach (var muted in metrics.Where(m => m.Definition.IsMuted))
        {
            // As if it were alone: it is told, and has no part in anything.
            decisions[muted.Definition.Name] = Told(new JudgedTogether(policy, [muted]).Decisions[0]);
        }

        var slo = policy.Slo is { } objective ? SloJudge.Decide(objective, [.. metrics.Where(m => DataGate.Of(m) is null)]) : null;
        return CanarySummary.Of(together, slo, [.. metrics.Select(m => decisions[m.Definition.Name])]);
    }

    /// <summary>How the evidence about a metric went, step by step; null for one that counts nothing or has gaps that decide.</summary>
    /// <param name="case">The case.</param>
    /// <param name="metric">Its name.</param>
    public static EvidenceTrace? Trace(CanaryCase @case, string metric) =>
        new JudgedTogether(@case.Policy, @case.Metrics.Where(m => !m.Definition.IsMuted || m.Definition.Name == metric)).Counts.Trace(metric);

    /// <summary>How many windows of history these metrics need for their gauges; 0 without any.</summary>
    public static int HistoryNeeded(CanaryPolicy policy, IReadOnlyList<MetricDefinition> metrics) =>
        metrics.Any(m => m.Kind == MetricKind.Gauge) ? GaugePanel.Needed(AlphaShares.Of(policy, metrics.Where(m => !m.IsMuted)).Gauges) : 0;

    private static MetricDecision Told(MetricDecision decision) => decision with { Text = $"only told: {decision.Text}" };
}
