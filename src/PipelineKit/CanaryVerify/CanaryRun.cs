using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>What is compared, where and how: settings and inputs put together.</summary>
internal sealed record CanaryRun
{
    /// <summary>The inputs.</summary>
    public required CanaryVerifyOptions Options { get; init; }

    /// <summary>The metrics.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    /// <summary>The arms.</summary>
    public required ScopePair Scopes { get; init; }

    /// <summary>How it is decided; its steps are those of the window.</summary>
    public required CanaryPolicy Policy { get; init; }

    /// <summary>Where metrics are read.</summary>
    public required IMetricSource Source { get; init; }

    /// <summary>One step.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>The windows before; read at the first look, and the same for all of them.</summary>
    public required MetricHistory History { get; init; }

    /// <summary>Reads a window and puts it to the judge's question.</summary>
    /// <exception cref="MetricSourceException">A source could not be asked.</exception>
    internal async Task<CanaryCase> LookAsync(TimeWindow window, CancellationToken cancellation) =>
        new(Policy, await MetricCollector.CollectAsync(Source, Metrics, Scopes, window, History, cancellation));

    /// <summary>The window of so many steps that ends at a time, at the last whole step before it.</summary>
    internal TimeWindow WindowUntil(DateTimeOffset end)
    {
        var ticks = end.UtcTicks - (end.UtcTicks % Step.Ticks);
        return new TimeWindow(new DateTimeOffset(ticks, TimeSpan.Zero) - (Step * Policy.Steps), Step, Policy.Steps);
    }
}
