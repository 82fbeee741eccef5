namespace PipelineKit.Canary;

/// <summary>How it is decided.</summary>
public sealed record CanaryPolicy
{
    /// <summary>How probable it may be at most that a canary as good as the baseline fails, over all metrics and looks.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>How probable it may be at most that a canary passes that is worse by <see cref="MetricDefinition.PassRatio"/>.</summary>
    public double Beta { get; init; } = 0.01;

    /// <summary>At which steps gauges are looked at: every so many.</summary>
    public int GaugeLookEvery { get; init; } = 5;

    /// <summary>How many steps the whole rollout has at most; gauges pass only at its end.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether the first bound that is crossed decides, as in a watch that ends there. Otherwise, for a window that is over, a failure at any step stands, and a pass must hold at the end.</summary>
    public bool StopsAtPass { get; init; } = true;

    /// <summary>The objective the canary is held against; null for none.</summary>
    public SloPolicy? Slo { get; init; }

    /// <summary>Kayenta's scoring; null when no metric is judged by it.</summary>
    public KayentaScoring? Kayenta { get; init; }
}
