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
    /// <exception cref="MetricSourceException">A source could not be asked, or a metric cannot be read as it is defined.</exception>
    public static Task<IReadOnlyList<MetricData>> CollectAsync(
        IMetricSource source, IReadOnlyList<MetricDefinition> metrics, ScopePair scopes, TimeWindow window, int history, CancellationToken cancellation) =>
        CollectAsync(source, metrics, scopes, window, new MetricHistory(history, window.Count), cancellation);

    /// <summary>The same, with a history that has the length of the whole rollout and is remembered from look to look.</summary>
    /// <exception cref="MetricSourceException">A source could not be asked, or a metric cannot be read as it is defined.</exception>
    public static Task<IReadOnlyList<MetricData>> CollectAsync(
        IMetricSource source, IReadOnlyList<MetricDefinition> metrics, ScopePair scopes, TimeWindow window, MetricHistory history, CancellationToken cancellation) =>
        RunAsync(source, new BothArms(scopes, window, history), metrics, cancellation);

    /// <summary>
    /// Compares the baseline with itself: half of its pods with the others; a metric whose query gives a single series, or that Kayenta's judge pairs, with the
    /// window before. For measuring how often this configuration would fail a good canary.
    /// </summary>
    /// <exception cref="MetricSourceException">A source could not be asked, or a metric cannot be read as it is defined.</exception>
    public static Task<IReadOnlyList<MetricData>> CollectBaselineAsync(
        IMetricSource source, IReadOnlyList<MetricDefinition> metrics, ArmScope baseline, TimeWindow window, MetricHistory history, CancellationToken cancellation) =>
        RunAsync(source, new BaselineTwice(baseline, window, history), metrics, cancellation);

    private static async Task<IReadOnlyList<MetricData>> RunAsync(IMetricSource source, Collection collection, IReadOnlyList<MetricDefinition> metrics, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var runner = new QueryRunner(source, stop.Token);
#pragma warning disable CA2025 // All of them are awaited here, and each awaits all it asked.
        return await Task.WhenAll(metrics.Select(m => OneAsync(collection, runner, m, stop)));
#pragma warning restore CA2025
    }

    private static async Task<MetricData> OneAsync(Collection collection, QueryRunner runner, MetricDefinition metric, CancellationTokenSource stop)
    {
        try
        {
            return await collection.OneAsync(runner, metric);
        }
        catch
        {
            // What fails one fails all: the others need not go on.
            await stop.CancelAsync();
            throw;
        }
    }
}
