namespace PipelineKit.Canary;

/// <summary>Metrics in a file.</summary>
public static class MetricFile
{
    /// <summary>The most a file may have.</summary>
    public const long MaximumBytes = 256L << 20;

    /// <summary>Reads a file by its name: CSV when it ends with <c>.csv</c>, otherwise OpenMetrics or the text format of Prometheus.</summary>
    /// <param name="content">Its bytes; stays open.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">It cannot be read; the place is told as file:line.</exception>
    public static Task<FileMetricSource> ReadAsync(Stream content, string name, CancellationToken cancellation) =>
        name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? CsvFile.ReadAsync(content, name, cancellation) : OpenMetricsFile.ReadAsync(content, name, cancellation);
}
