using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>Counts of an arm at each step of a window: increases, with resets of the counters taken out.</summary>
/// <param name="Events">Bad or slow events.</param>
/// <param name="Total">All events.</param>
public sealed record ArmCounts(double[] Events, double[] Total);

/// <summary>What was read of a metric, aligned by time: everything a decision about it needs.</summary>
public sealed record MetricData
{
    /// <summary>Which metric.</summary>
    public required MetricDefinition Definition { get; init; }

    /// <summary>When; the arrays below have one value a step.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Counts of the baseline; null for kinds that count nothing.</summary>
    public ArmCounts? BaselineCounts { get; init; }

    /// <summary>Counts of the canary.</summary>
    public ArmCounts? CanaryCounts { get; init; }

    /// <summary>Values of the baseline, NaN where there is none; null for kinds that count.</summary>
    public double[]? BaselineValues { get; init; }

    /// <summary>Values of the canary.</summary>
    public double[]? CanaryValues { get; init; }

    /// <summary>Conditions: what each measurement gave, one or more numbers; null for a measurement that was an error.</summary>
    public IReadOnlyList<double[]?> Measurements { get; init; } = [];

    /// <summary>Kayenta: the series of both arms, paired by equal labels.</summary>
    public IReadOnlyList<MetricPair> Pairs { get; init; } = [];

    /// <summary>Baseline against baseline in windows before (the first half of its pods against the other where they can be told apart, otherwise shifted in time), each as log ratios a step; for gauges.</summary>
    public IReadOnlyList<double[]> History { get; init; } = [];

    /// <summary>Gauges: whether <see cref="History"/> holds differences, because values of 0 and below have no ratio.</summary>
    public bool IsDifference { get; init; }

    /// <summary>How much more the baseline's counts vary than those of a Poisson process: variance over mean of the steps before the window, each held against its own traffic; at least 1.</summary>
    public double Dispersion { get; init; } = 1;

    /// <summary>What is wrong with them.</summary>
    public IReadOnlyList<DataProblem> Problems { get; init; } = [];

    /// <summary>What was asked.</summary>
    public IReadOnlyList<SourceQuery> Queries { get; init; } = [];
}

/// <summary>A query that was asked.</summary>
/// <param name="Arm">For which arm.</param>
/// <param name="Text">The query with everything filled in.</param>
/// <param name="Series">How many series it gave.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Hash">The SHA-256 of the series in canonical form.</param>
public sealed record SourceQuery(Arm Arm, string Text, int Series, int Samples, Digest Hash);
