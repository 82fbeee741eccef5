namespace PipelineKit.Canary;

/// <summary>Which way a metric is bad.</summary>
public enum MetricDirection
{
    /// <summary>Both.</summary>
    Either,

    /// <summary>Upwards.</summary>
    Increase,

    /// <summary>Downwards.</summary>
    Decrease,
}

/// <summary>What becomes of values that are no numbers.</summary>
public enum NanStrategy
{
    /// <summary>They are left out; a metric without any value has no data.</summary>
    Remove,

    /// <summary>They are 0; a metric without any value passes.</summary>
    Replace,
}

/// <summary>How large an effect is measured.</summary>
public enum EffectMeasure
{
    /// <summary>The mean of the experiment over that of the control.</summary>
    MeanRatio,

    /// <summary>The common language effect size.</summary>
    Cles,
}

/// <summary>How one metric is judged; the names and defaults are Kayenta's.</summary>
public sealed record MetricOptions
{
    /// <summary>Which way it is bad.</summary>
    public MetricDirection Direction { get; init; }

    /// <summary>How large the shift must be, in parts of the estimated shift.</summary>
    public double Tolerance { get; init; } = 0.25;

    /// <summary>Of the interval, two-sided.</summary>
    public double Confidence { get; init; } = 0.98;

    /// <summary>What becomes of values that are no numbers.</summary>
    public NanStrategy NanStrategy { get; init; }

    /// <summary>How far outside of the quartiles, in parts of their distance, a value is left out; null to keep all.</summary>
    public double? OutlierFactor { get; init; }

    /// <summary>The effect size.</summary>
    public EffectMeasure Measure { get; init; }

    /// <summary>The effect sizes that are still well: at most the first counts as lower, at least the second as higher.</summary>
    public (double Decrease, double Increase) Allowed { get; init; } = (1, 1);

    /// <summary>The same for <see cref="IsCritical"/>.</summary>
    public (double Decrease, double Increase) Critical { get; init; } = (1, 1);

    /// <summary>Whether a failure of it fails everything.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Whether missing data are a failure of the metric.</summary>
    public bool MustHaveData { get; init; }
}
