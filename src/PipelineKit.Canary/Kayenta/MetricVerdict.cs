namespace PipelineKit.Canary;

/// <summary>What a metric was found to be; the words are Kayenta's.</summary>
public enum Classification
{
    /// <summary>As the control, or allowed to differ.</summary>
    Pass,

    /// <summary>Above the control.</summary>
    High,

    /// <summary>Below the control.</summary>
    Low,

    /// <summary>A side has no data.</summary>
    Nodata,

    /// <summary>A side has no data, and must have.</summary>
    NodataFailMetric,

    /// <summary>It could not be judged.</summary>
    Error,
}

/// <summary>The verdict over one metric. What was not computed is NaN.</summary>
/// <param name="Classification">What it is.</param>
/// <param name="Reason">Why, for people; empty for a plain pass.</param>
/// <param name="Deviation">The effect size: 1 where nothing was compared, NaN where a mean is 0.</param>
/// <param name="IsCritical">Whether it fails everything.</param>
public sealed record MetricVerdict(Classification Classification, string Reason, double Deviation, bool IsCritical = false)
{
    /// <summary>The estimated shift.</summary>
    public double Estimate { get; init; } = double.NaN;

    /// <summary>The lower end of its interval.</summary>
    public double Lower { get; init; } = double.NaN;

    /// <summary>The upper end.</summary>
    public double Upper { get; init; } = double.NaN;

    /// <summary>The common language effect size.</summary>
    public double Cles { get; init; } = double.NaN;
}
