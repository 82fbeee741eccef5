namespace PipelineKit.Canary;

/// <summary>What a metric counts or measures.</summary>
public enum MetricKind
{
    /// <summary>Events that are bad, of all events: two counters.</summary>
    Errors,

    /// <summary>Events that took longer than a threshold, of all events: a histogram.</summary>
    Latency,

    /// <summary>A value that goes up and down, the mean of an arm at each step: memory, a percentile, a queue.</summary>
    Gauge,

    /// <summary>A value that is held against conditions, as an analysis of Argo Rollouts does.</summary>
    Condition,

    /// <summary>Series of both arms that Kayenta's judge compares.</summary>
    Kayenta,
}

/// <summary>What is read, and how it is judged. The queries are templates: <c>{{ scope.matcher }}</c>, <c>{{ scope.digest }}</c>, <c>{{ scope.labels.NAME }}</c>, <c>{{ window }}</c>, <c>{{ step }}</c>.</summary>
public sealed record MetricDefinition
{
    /// <summary>What it is called; unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary><see cref="MetricKind.Errors"/>: the selector of the bad events. Otherwise the query of the value, or the selector of the <c>_bucket</c> series.</summary>
    public required string Query { get; init; }

    /// <summary><see cref="MetricKind.Errors"/>: the selector of all events.</summary>
    public string TotalQuery { get; init; } = "";

    /// <summary><see cref="MetricKind.Latency"/>: from where on an event is slow, in the unit of the histogram (seconds), one of its bounds.</summary>
    public double Threshold { get; init; }

    /// <summary>Which way it is bad.</summary>
    public MetricDirection Direction { get; init; } = MetricDirection.Increase;

    /// <summary>Counts: the ratio of the rates (canary over baseline) up to which the canary is as good; above it fails. Gauges: the same for means. At least 1.</summary>
    public double FailRatio { get; init; } = 1;

    /// <summary>Counts: the ratio that has to be excluded for a pass. Above <see cref="FailRatio"/>.</summary>
    public double PassRatio { get; init; } = 2;

    /// <summary>Counts: how many bad or slow events both arms together must at least have had; below it nothing passes. Null for no rule beyond the evidence itself.</summary>
    public double? MinimumEvents { get; init; }

    /// <summary>Counts: the part of events up to which the canary is good, whatever the baseline does: shown to be below it, it passes. Null for none; a service without any bad event passes only by it.</summary>
    public double? Negligible { get; init; }

    /// <summary>Whether a failure of it fails everything, whatever the others say.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Whether it is only told.</summary>
    public bool IsMuted { get; init; }

    /// <summary>What becomes of each kind of gap in its data.</summary>
    public DataPolicy Data { get; init; } = DataPolicy.Default;

    /// <summary><see cref="MetricKind.Condition"/>: what it is held against.</summary>
    public MetricConditions? Conditions { get; init; }

    /// <summary><see cref="MetricKind.Kayenta"/>: how Kayenta's judge takes it, and its groups.</summary>
    public MetricOptions? Kayenta { get; init; }

    /// <summary><see cref="MetricKind.Kayenta"/>: the groups it counts in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}
