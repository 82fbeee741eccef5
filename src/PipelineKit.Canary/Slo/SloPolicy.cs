namespace PipelineKit.Canary;

/// <summary>An objective, and how fast its error budget may burn.</summary>
public sealed record SloPolicy
{
    /// <summary>The part of events that must be good, such as 0.999.</summary>
    public required double Objective { get; init; }

    /// <summary>Over which period.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The metrics (kind <see cref="MetricKind.Errors"/> or <see cref="MetricKind.Latency"/>) whose events count against it; none for all of them.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Windows and burn rates above which the canary fails.</summary>
    public required IReadOnlyList<BurnTier> Tiers { get; init; }

    /// <summary>How sure it must be that the rate is above it, one-sided, over all metrics and looks together.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>How many events the period has; null to take them from the traffic of both arms in the window.</summary>
    public double? PeriodEvents { get; init; }
}

/// <summary>A pair of windows with a burn rate: it fails when the rate is above it in both.</summary>
/// <param name="Long">The long window; clipped to the age of the canary.</param>
/// <param name="Short">The short one.</param>
/// <param name="Factor">The burn rate: 1 uses up the budget in exactly its period.</param>
public sealed record BurnTier(TimeSpan Long, TimeSpan Short, double Factor);
