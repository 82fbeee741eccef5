namespace PipelineKit.Canary;

/// <summary>What was read of a metric for one arm, as it came.</summary>
internal sealed record ArmSeries
{
    /// <summary>Which arm.</summary>
    public required Arm Arm { get; init; }

    /// <summary>Errors: the series of the bad events. Latency: those of the buckets. Otherwise: those of the values.</summary>
    public required IReadOnlyList<Series> List { get; init; }

    /// <summary>Errors: the series of all events.</summary>
    public IReadOnlyList<Series> Total { get; init; } = [];

    /// <summary>Errors: whether the series are counts of each step already, and not counters.</summary>
    public bool IsCounted { get; init; }

    /// <summary>What the source warned of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was asked.</summary>
    public IReadOnlyList<SourceQuery> Queries { get; init; } = [];

    /// <summary>Whether the query itself selects the digest.</summary>
    public bool IsProven { get; init; }

    /// <summary>Errors: what the bad events are selected by beyond what selects all; null when they are counted by a metric of their own.</summary>
    public IReadOnlyList<LabelMatcher>? Narrowed { get; init; }

    /// <summary>The series by which traffic is seen.</summary>
    public IReadOnlyList<Series> Seen => Total.Count > 0 ? Total : List;

    /// <summary>A half of it, for comparing the baseline with itself.</summary>
    public ArmSeries Only(Arm arm, Func<Series, bool> isIn) => this with { Arm = arm, List = [.. List.Where(isIn)], Total = [.. Total.Where(isIn)] };
}
