namespace PipelineKit.Canary.Tests;

/// <summary>Data of metrics, as plain arrays.</summary>
internal static class Cases
{
    internal static readonly DateTimeOffset Start = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    internal static TimeWindow Window(int steps) => new(Start, TimeSpan.FromSeconds(30), steps);

    internal static CanaryPolicy Policy(int steps = 60) => new() { Steps = steps };

    /// <summary>Errors of both arms at every step, with the same traffic each.</summary>
    internal static MetricData Errors(string name, double[] canary, double[] baseline, double canaryTotal = 1000, double baselineTotal = 1000, Func<MetricDefinition, MetricDefinition>? with = null)
    {
        var definition = new MetricDefinition { Name = name, Kind = MetricKind.Errors, Query = "bad", TotalQuery = "all" };
        return new MetricData
        {
            Definition = with is null ? definition : with(definition),
            Window = Window(canary.Length),
            CanaryCounts = new ArmCounts(canary, Constant(canary.Length, canaryTotal)),
            BaselineCounts = new ArmCounts(baseline, Constant(baseline.Length, baselineTotal)),
        };
    }

    internal static MetricData Gauge(string name, double[] canary, double[] baseline, IReadOnlyList<double[]> history, Func<MetricDefinition, MetricDefinition>? with = null)
    {
        var definition = new MetricDefinition { Name = name, Kind = MetricKind.Gauge, Query = "value", PassRatio = 1.5 };
        return new MetricData { Definition = with is null ? definition : with(definition), Window = Window(canary.Length), CanaryValues = canary, BaselineValues = baseline, History = history };
    }

    internal static double[] Constant(int count, double value) => [.. Enumerable.Repeat(value, count)];

    internal static CanaryDecision Decide(CanaryPolicy policy, params MetricData[] metrics) => CanaryJudge.Decide(new CanaryCase(policy, metrics));

    /// <summary>The first steps of a metric.</summary>
    internal static MetricData First(MetricData data, int steps) => data with
    {
        Window = data.Window with { Count = steps },
        CanaryCounts = data.CanaryCounts is { } c ? new ArmCounts(c.Events[..steps], c.Total[..steps]) : null,
        BaselineCounts = data.BaselineCounts is { } b ? new ArmCounts(b.Events[..steps], b.Total[..steps]) : null,
        CanaryValues = data.CanaryValues?[..steps],
        BaselineValues = data.BaselineValues?[..steps],
    };
}
