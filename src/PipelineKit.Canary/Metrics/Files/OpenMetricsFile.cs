namespace PipelineKit.Canary;

/// <summary>
/// A file in the text format of OpenMetrics 1.0 with timestamps (seconds) and <c># EOF</c> at its end, or in the older text format of Prometheus (0.0.4) with
/// timestamps in milliseconds. One series may have any number of samples, in the order of time.
/// </summary>
public static class OpenMetricsFile
{
    /// <summary>Reads one.</summary>
    /// <param name="content">Its bytes; stays open.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">It cannot be read; the place is told as file:line.</exception>
    public static async Task<FileMetricSource> ReadAsync(Stream content, string name, CancellationToken cancellation)
    {
        var lines = new TextLines(name);
        var reader = new OpenMetricsReader(lines);
        var hasLastEnd = await lines.ReadAsync(content, reader.Accept, cancellation);
        return new FileMetricSource(name, reader.Finish(hasLastEnd));
    }
}
