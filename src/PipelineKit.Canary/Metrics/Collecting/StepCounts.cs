namespace PipelineKit.Canary;

/// <summary>Counts of an arm at each step.</summary>
internal static class StepCounts
{
    public static ArmCounts Of(MetricDefinition metric, ArmSeries read, TimeWindow window) =>
        read.IsCounted ? new ArmCounts(StepValues.Sum(read.List, window), StepValues.Sum(read.Total, window))
        : metric.Kind == MetricKind.Latency
        ? CounterIncreases.OfHistograms(HistogramSeries.Of(read.List, metric.Threshold, out _), window)
        : new ArmCounts(CounterIncreases.Of(read.List, read.Total, window), CounterIncreases.Of(read.Total, read.Total, window));
}
