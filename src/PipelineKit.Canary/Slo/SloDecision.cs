namespace PipelineKit.Canary;

/// <summary>How the error budget burns.</summary>
public sealed record SloDecision
{
    /// <summary>What it says; never a pass on too few events.</summary>
    public required CanaryVerdict Verdict { get; init; }

    /// <summary>Why, as an enumerated name such as <c>slo.burn</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The burn rate of the canary if all traffic were like it: its error ratio over the budget.</summary>
    public required double ProjectedBurn { get; init; }

    /// <summary>What that rate is at least, at the confidence of the policy.</summary>
    public required double ProjectedBurnAtLeast { get; init; }

    /// <summary>The part of the period's budget that the canary really used up; null when the traffic of the period is not known.</summary>
    public double? BudgetSpent { get; init; }

    /// <summary>The tier that failed; null for none.</summary>
    public BurnTier? Tier { get; init; }

    /// <summary>The metric whose events these are; empty when there was none.</summary>
    public string Metric { get; init; } = "";

    /// <summary>At which step (from 1) it failed; null when it did not.</summary>
    public int? DecidedAt { get; init; }

    /// <summary>For people.</summary>
    public required string Text { get; init; }
}
