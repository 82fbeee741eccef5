namespace PipelineKit.Canary;

/// <summary>Reads the data of metrics for both arms with the same template, and says what is wrong with them.</summary>
public static class MetricCollector
{
    /// <summary>Reads all metrics of a window, several at once.</summary>
    /// <param name="source">Where.</param>
    /// <param name="metrics">Which.</param>
    /// <param name="scopes">The arms.</param>
    /// <param name="window">When.</param>
    /// <param name="history">How many windows before are read for gauges and for the dispersion of counts; 0 for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">A source could not be asked.</exception>
    public static Task<IReadOnlyList<MetricData>> CollectAsync(
        IMetricSource source, IReadOnlyList<MetricDefinition> metrics, ScopePair scopes, TimeWindow window, int history, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
