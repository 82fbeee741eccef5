namespace PipelineKit.Canary;

/// <summary>Two samples of one metric, to be judged.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="Control">What it is compared with; NaN for a value that is missing.</param>
/// <param name="Experiment">What is asked about.</param>
/// <param name="Options">How.</param>
public sealed record MetricPair(string Id, double[] Control, double[] Experiment, MetricOptions Options);
