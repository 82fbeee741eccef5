using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>The part <c>canary</c> of the configuration file. What is null or empty there is the inputs' to say.</summary>
internal sealed record CanarySettings
{
    /// <summary>What is compared.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    /// <summary>The objective; null for none.</summary>
    public SloPolicy? Slo { get; init; }

    /// <summary>Kayenta's scoring, from a canary configuration of it; null for none.</summary>
    public KayentaScoring? Kayenta { get; init; }

    /// <summary>False alarms over all metrics and looks.</summary>
    public double? Alpha { get; init; }

    /// <summary>Wrong passes.</summary>
    public double? Beta { get; init; }

    /// <summary>Label matchers of the baseline, as a template.</summary>
    public string BaselineMatcher { get; init; } = "";

    /// <summary>Those of the canary.</summary>
    public string CanaryMatcher { get; init; } = "";

    /// <summary>Values for <c>{{ scope.labels.NAME }}</c> in both arms.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Values for the baseline alone; above <see cref="Labels"/>.</summary>
    public IReadOnlyDictionary<string, string> BaselineLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Values for the canary alone.</summary>
    public IReadOnlyDictionary<string, string> CanaryLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What proves which digest an arm runs.</summary>
    public string CheckQuery { get; init; } = "";

    /// <summary>One step.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>The whole window.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How many windows of history gauges are calibrated on.</summary>
    public int? History { get; init; }

    /// <summary>At which steps gauges are looked at: every so many.</summary>
    public int? GaugeLookEvery { get; init; }
}
