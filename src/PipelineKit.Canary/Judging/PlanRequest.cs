namespace PipelineKit.Canary;

/// <summary>What is known before a rollout, and what the canary is to show.</summary>
public sealed record PlanRequest
{
    /// <summary>Of both arms together.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>The part of requests that are bad now, 0 to 1.</summary>
    public required double ErrorRatio { get; init; }

    /// <summary>How many times more errors are to be found, above 1; the same is excluded for a pass.</summary>
    public double Effect { get; init; } = 2;

    /// <summary>As in <see cref="CanaryPolicy.Alpha"/>.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>As in <see cref="CanaryPolicy.Beta"/>.</summary>
    public double Beta { get; init; } = 0.01;

    /// <summary>How probable a decision has to be by the end.</summary>
    public double Power { get; init; } = 0.9;

    /// <summary>The weights the canary may have, in percent of the traffic; above 0 and below 100.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [5, 10, 25, 50];

    /// <summary>How long it stays at least at each weight on the way to the best one; zero goes there at once.</summary>
    public TimeSpan LeastAtEach { get; init; }

    /// <summary>The part of requests that must be good, such as 0.999; null when there is no objective.</summary>
    public double? Objective { get; init; }

    /// <summary>Over which period.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What takes longer is impossible.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>A step of a rollout.</summary>
/// <param name="Weight">Of the canary, in percent of the traffic.</param>
/// <param name="Minutes">For how long.</param>
public sealed record PlanStep(double Weight, int Minutes);
