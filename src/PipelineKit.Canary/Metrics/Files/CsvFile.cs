namespace PipelineKit.Canary;

/// <summary>
/// A CSV file (RFC 4180) with a header. Long: <c>time</c>, <c>name</c> (or <c>metric</c>), <c>value</c>, and every further column a label; an empty label is
/// none, an empty value no sample. Wide: <c>time</c>, and every further column a series <c>value{arm="COLUMN"}</c>, such as <c>time,baseline,canary</c>.
/// A time is RFC 3339 (<c>2030-01-02T03:04:05Z</c>) or seconds since 1970. The rows of a series are in the order of time.
/// </summary>
public static class CsvFile
{
    /// <summary>Reads one.</summary>
    /// <param name="content">Its bytes; stays open.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">It cannot be read; the place is told as file:line.</exception>
    public static async Task<FileMetricSource> ReadAsync(Stream content, string name, CancellationToken cancellation)
    {
        var lines = new TextLines(name);
        var reader = new CsvReader(lines);
        var hasLastEnd = await lines.ReadAsync(content, reader.Accept, cancellation);
        return new FileMetricSource(name, reader.Finish(hasLastEnd));
    }
}
