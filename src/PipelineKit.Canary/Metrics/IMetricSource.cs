namespace PipelineKit.Canary;

/// <summary>Where metrics are read: Prometheus, Azure Monitor, or a file.</summary>
public interface IMetricSource
{
    /// <summary>What it is called in reports: an address without credentials, or a file.</summary>
    string Name { get; }

    /// <summary>What its queries are written in, and what its counts are.</summary>
    SourceDialect Dialect => SourceDialect.Prometheus;

    /// <summary>
    /// Of <see cref="SourceDialect.Prometheus"/> the samples themselves, unchanged, of all series a selector matches, from one step before the window (so that the first increase is known) to its
    /// end. Of the others, how many events there were in each step, at its end.
    /// </summary>
    /// <param name="selector">A selector such as <c>http_requests_total{track="canary"}</c>; with <see cref="SourceDialect.Kusto"/> a query.</param>
    /// <param name="window">When.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">It cannot be asked, or the selector is wrong.</exception>
    Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation);

    /// <summary>The value of an expression at the end of every step.</summary>
    /// <param name="expression">PromQL or what the <see cref="Dialect"/> is; a file takes a selector, and gives each series it matches.</param>
    /// <param name="window">When.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">It cannot be asked, or the expression is wrong.</exception>
    Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation);
}

/// <summary>What is wrong with a source.</summary>
public enum MetricSourceProblem
{
    /// <summary>It says the query is wrong (400, 422), or what it answers is not what was asked for.</summary>
    BadQuery,

    /// <summary>It refuses (401, 403, 404).</summary>
    Refused,

    /// <summary>It cannot be reached, or does not answer in time, after all tries.</summary>
    Unavailable,

    /// <summary>Its answer, or the file, cannot be read.</summary>
    Unreadable,
}

/// <summary>A source could not be asked.</summary>
public sealed class MetricSourceException : Exception
{
    /// <summary>Creates it.</summary>
    public MetricSourceException(MetricSourceProblem problem, string source, string message, Exception? inner = null)
        : base(message, inner)
    {
        (Problem, SourceName) = (problem, source);
    }

    /// <summary>What kind of problem.</summary>
    public MetricSourceProblem Problem { get; }

    /// <summary>Which source (<see cref="IMetricSource.Name"/>), or the place in a file.</summary>
    public string SourceName { get; }
}
