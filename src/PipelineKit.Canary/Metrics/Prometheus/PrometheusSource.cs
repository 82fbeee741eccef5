using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>Metrics of a server with the HTTP API of Prometheus.</summary>
public sealed class PrometheusSource : IMetricSource, IDisposable
{
    private readonly MetricServerOptions _options;
    private readonly PrometheusExchange _exchange;

    /// <summary>Creates it.</summary>
    /// <param name="connection">Which server, as whom.</param>
    /// <param name="handler">The way to it, which must not follow redirects by itself; see <see cref="PrometheusConnection.CreateHandler"/>. It stays the caller's.</param>
    /// <param name="time">For time limits and waits.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="MetricSourceException">The connection has a <see cref="PrometheusConnection.Problem"/>.</exception>
    public PrometheusSource(PrometheusConnection connection, HttpMessageHandler handler, TimeProvider time, MetricServerOptions? options = null)
    {
        _options = options ?? new();
        _exchange = new PrometheusExchange(connection, handler, time, _options);
        Name = connection.Name;
        if (connection.Problem() is { } problem)
        {
            throw new MetricSourceException(MetricSourceProblem.BadQuery, Name, problem + ".");
        }
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation)
    {
        Plain(selector);
        var range = (long)(window.Step * (window.Count + 1)).TotalSeconds;
        var set = await _exchange.AskAsync("query", "matrix", [new("query", $"{selector.Trim()}[{range}s]"), new("time", Seconds(window.End))], cancellation);

        // Ranges were closed on the left before version 3; the same samples for all.
        var after = (window.Start - window.Step).ToUnixTimeSeconds();
        return new SeriesSet([.. set.List.Select(s => After(s, after)).Where(s => s.Times.Length > 0)], set.Warnings);
    }

    /// <inheritdoc />
    public async Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation)
    {
        var merged = new SeriesMerge();
        var warnings = new List<string>();
        for (var first = 0; first < window.Count; first += _options.MaximumPoints)
        {
            var last = Math.Min(window.Count, first + _options.MaximumPoints) - 1;
            var set = await _exchange.AskAsync(
                "query_range",
                "matrix",
                [
                    new("query", expression),
                    new("start", Seconds(window.EndOf(first))),
                    new("end", Seconds(window.EndOf(last))),
                    new("step", ((long)window.Step.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                ],
                cancellation);
            merged.Add(set.List);
            warnings.AddRange(set.Warnings.Where(w => !warnings.Contains(w, StringComparer.Ordinal)));
        }

        return new SeriesSet(merged.ToList(), warnings);
    }

    /// <inheritdoc />
    public void Dispose() => _exchange.Dispose();

    private void Plain(string selector)
    {
        try
        {
            SeriesSelector.Parse(selector);
        }
        catch (QueryTextException e)
        {
            throw new MetricSourceException(MetricSourceProblem.BadQuery, Name, $"Counts are made from raw samples: {e.Message}.", e);
        }
    }

    private static Series After(Series series, double after)
    {
        var first = 0;
        while (first < series.Times.Length && series.Times[first] <= after)
        {
            first++;
        }

        return first == 0 ? series : new Series(series.Labels, series.Times[first..], series.Values[first..]);
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
