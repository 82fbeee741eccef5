namespace PipelineKit.Canary;

/// <summary>A verdict.</summary>
public enum CanaryVerdict
{
    /// <summary>As good as the baseline, and that is shown.</summary>
    Pass,

    /// <summary>Worse, and that is shown.</summary>
    Fail,

    /// <summary>Neither is shown yet.</summary>
    Inconclusive,
}

/// <summary>The verdict over one metric. Numbers that were not computed are null.</summary>
public sealed record MetricDecision
{
    /// <summary>Which metric.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>What was found.</summary>
    public required CanaryVerdict Verdict { get; init; }

    /// <summary>Why, as an enumerated name: see <see cref="DecisionReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, for people, in one sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The canary's rate or mean.</summary>
    public double? Canary { get; init; }

    /// <summary>The baseline's.</summary>
    public double? Baseline { get; init; }

    /// <summary>The canary over the baseline.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower end of what the ratio may be, valid at every look.</summary>
    public double? RatioLower { get; init; }

    /// <summary>The upper end.</summary>
    public double? RatioUpper { get; init; }

    /// <summary>The natural logarithm of the evidence that it is worse; at least ln(1/alpha) fails.</summary>
    public double? WorseEvidence { get; init; }

    /// <summary>The natural logarithm of the evidence that it is not as bad as the pass ratio; at least ln(1/beta) passes.</summary>
    public double? GoodEvidence { get; init; }

    /// <summary>At which step (from 1) it was decided; null when it is not.</summary>
    public int? DecidedAt { get; init; }

    /// <summary>The least ratio that would be found at the traffic so far with a probability of 90 %; null when it cannot be said.</summary>
    public double? DetectableRatio { get; init; }

    /// <summary>How many more steps at the traffic so far a decision probably needs; null when it cannot be said.</summary>
    public int? StepsNeeded { get; init; }
}

/// <summary>The names of reasons; part of what users script against.</summary>
public static class DecisionReason
{
    /// <summary>The canary is as good.</summary>
    public const string NotWorse = "not-worse";

    /// <summary>It is worse.</summary>
    public const string Worse = "worse";

    /// <summary>Nothing is shown yet.</summary>
    public const string NotEnoughEvidence = "not-enough-evidence";

    /// <summary>The error budget burns too fast.</summary>
    public const string SloBurn = "slo.burn";

    /// <summary>Gaps in the data: <c>data.missing</c>, <c>data.stale</c>, <c>data.partial</c>, <c>data.not-a-number</c>, <c>data.asymmetric</c>, <c>data.too-few</c>, <c>data.unproven</c>.</summary>
    public static string Of(DataProblemKind kind) => kind switch
    {
        DataProblemKind.Missing => "data.missing",
        DataProblemKind.Stale => "data.stale",
        DataProblemKind.Partial => "data.partial",
        DataProblemKind.NotANumber => "data.not-a-number",
        DataProblemKind.Asymmetric => "data.asymmetric",
        DataProblemKind.TooFew => "data.too-few",
        _ => "data.unproven",
    };
}

/// <summary>The verdict over a canary.</summary>
public sealed record CanaryDecision
{
    /// <summary>The verdict.</summary>
    public required CanaryVerdict Verdict { get; init; }

    /// <summary>Why, as an enumerated name.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, for people, in one sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Each metric.</summary>
    public required IReadOnlyList<MetricDecision> Metrics { get; init; }

    /// <summary>The error budget; null without an objective.</summary>
    public SloDecision? Slo { get; init; }

    /// <summary>Kayenta's score, 0 to 100; null without its judge.</summary>
    public double? Score { get; init; }

    /// <summary>Whether more time may help: a gap says <see cref="DataAction.Extend"/>, or evidence still gathers.</summary>
    public bool MayExtend { get; init; }
}
