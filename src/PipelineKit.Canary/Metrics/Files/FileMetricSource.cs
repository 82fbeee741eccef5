namespace PipelineKit.Canary;

/// <summary>Metrics of a file that was read whole: <see cref="OpenMetricsFile"/>, <see cref="CsvFile"/>. Queries are plain selectors.</summary>
public sealed class FileMetricSource : IMetricSource
{
    // How long Prometheus takes a sample for the present value.
    private const double LookBack = 300;
    private readonly IReadOnlyList<Series> _series;

    internal FileMetricSource(string name, IReadOnlyList<Series> series) => (Name, _series) = (name, series);

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>How many series it has.</summary>
    public int Count => _series.Count;

    /// <inheritdoc />
    public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation) =>
        SelectAsync(selector, series => Between(series, (window.Start - window.Step).ToUnixTimeSeconds(), window.End.ToUnixTimeSeconds()), cancellation);

    /// <summary>Of every series the selector matches, the newest sample at the end of each step that is at most five minutes old, as Prometheus has it.</summary>
    /// <inheritdoc cref="IMetricSource.ValuesAsync"/>
    public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation) =>
        SelectAsync(expression, series => AtSteps(series, window), cancellation);

    private Task<SeriesSet> SelectAsync(string text, Func<Series, Series> part, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SeriesSelector selector;
        try
        {
            selector = SeriesSelector.Parse(text);
        }
        catch (QueryTextException e)
        {
            throw new MetricSourceException(MetricSourceProblem.BadQuery, Name, $"{Name} computes nothing: {e.Message}.", e);
        }

        return Task.FromResult(new SeriesSet([.. _series.Where(s => selector.Fits(s.Labels)).Select(part).Where(s => s.Times.Length > 0)], []));
    }

    private static Series Between(Series series, double after, double until)
    {
        var (first, last) = (FirstAfter(series.Times, after), FirstAfter(series.Times, until));
        return first >= last ? new Series(series.Labels, [], []) : new Series(series.Labels, series.Times[first..last], series.Values[first..last]);
    }

    private static Series AtSteps(Series series, TimeWindow window)
    {
        var found = new SampleList();
        for (var step = 0; step < window.Count; step++)
        {
            double end = window.EndOf(step).ToUnixTimeSeconds();
            var newest = FirstAfter(series.Times, end) - 1;
            if (newest >= 0 && series.Times[newest] > end - LookBack)
            {
                found.Add(end, series.Values[newest]);
            }
        }

        return found.ToSeries(series.Labels);
    }

    private static int FirstAfter(double[] times, double time)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = times[middle] <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
