using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>Asks for the series of one metric.</summary>
internal sealed class MetricReader(QueryRunner runner, MetricDefinition metric)
{
    /// <summary>The text of the metric's query for an arm; different texts are what makes a comparison one.</summary>
    public string Text(ArmScope scope, TimeWindow window) => Render(metric.Query, scope, window);

    /// <summary>Reads a window.</summary>
    public Task<ArmSeries> ReadAsync(ArmScope scope, TimeWindow window) => metric.Kind switch
    {
        MetricKind.Errors => runner.IsCounted ? CountedAsync(scope, window) : ErrorsAsync(scope, window),
        MetricKind.Latency when runner.IsCounted => throw Bad("histograms are read from Prometheus alone; count the slow requests instead, as a metric of kind `errors`"),
        MetricKind.Latency => LatencyAsync(scope, window),
        _ => ValuesAsync(scope, window),
    };

    /// <summary>The metric cannot be read as it is defined.</summary>
    public MetricSourceException Bad(string problem, Exception? inner = null) =>
        new(MetricSourceProblem.BadQuery, runner.SourceName, $"Metric `{metric.Name}`: {problem}.", inner);

    private async Task<ArmSeries> ErrorsAsync(ArmScope scope, TimeWindow window)
    {
        NeedsTotal();
        var (events, total) = (Selector(metric.Query, scope, window), Selector(metric.TotalQuery, scope, window));
        var all = await runner.SamplesAsync(total.ToString(), window);

        // What is part of what was read is not asked for again: the same samples for both.
        var isPart = total.Covers(events);
        var bad = isPart ? new SeriesSet([.. all.List.Where(s => events.Fits(s.Labels))], all.Warnings) : await runner.SamplesAsync(events.ToString(), window);
        return new ArmSeries
        {
            Arm = scope.Arm,
            List = bad.List,
            Total = all.List,
            Warnings = [.. all.Warnings.Union(bad.Warnings, StringComparer.Ordinal)],
            Queries = [Query(scope.Arm, events.ToString(), bad.List), Query(scope.Arm, total.ToString(), all.List)],
            IsProven = ScopeProof.Selects(total.Matchers, scope.Digest) && ScopeProof.Selects(events.Matchers, scope.Digest),
            Narrowed = isPart ? [.. events.Matchers.Where(m => !total.Matchers.Any(t => t.ToString() == m.ToString()))] : null,
        };
    }

    // What the source has counted: nothing has to be known of its series but their steps.
    private async Task<ArmSeries> CountedAsync(ArmScope scope, TimeWindow window)
    {
        NeedsTotal();
        var (events, total) = (Render(metric.Query, scope, window), Render(metric.TotalQuery, scope, window));
        var (asked, askedAll) = (runner.SamplesAsync(events, window), runner.SamplesAsync(total, window));
        await Task.WhenAll(asked, askedAll);
        var (bad, all) = (await asked, await askedAll);
        return new ArmSeries
        {
            Arm = scope.Arm,
            List = bad.List,
            Total = all.List,
            IsCounted = true,
            Warnings = [.. all.Warnings.Union(bad.Warnings, StringComparer.Ordinal)],
            Queries = [Query(scope.Arm, events, bad.List), Query(scope.Arm, total, all.List)],
            IsProven = IsNamed(metric.Query, scope, window) && IsNamed(metric.TotalQuery, scope, window),
        };
    }

    private async Task<ArmSeries> LatencyAsync(ArmScope scope, TimeWindow window)
    {
        var all = Selector(metric.Query, scope, window);
        if (all.Matchers.Any(m => m.Label == HistogramSeries.BoundLabel) || !all.Name.EndsWith("_bucket", StringComparison.Ordinal))
        {
            throw Bad("a latency is read from the `_bucket` series of a classic histogram, selected without `le`");
        }

        var selector = all.With(HistogramSeries.Bounds(metric.Threshold));
        var buckets = await runner.SamplesAsync(selector.ToString(), window);
        if (buckets.List.Count > 0 && !buckets.List.Any(b => HistogramSeries.BoundOf(b) == metric.Threshold))
        {
            selector = all.With(await BoundAsync(all, window));
            buckets = await runner.SamplesAsync(selector.ToString(), window);
        }

        return new ArmSeries
        {
            Arm = scope.Arm,
            List = buckets.List,
            Warnings = buckets.Warnings,
            Queries = [Query(scope.Arm, selector.ToString(), buckets.List)],
            IsProven = ScopeProof.Selects(all.Matchers, scope.Digest),
        };
    }

    // The threshold may be written in a way nobody thought of; else it is none of the bounds.
    private async Task<LabelMatcher> BoundAsync(SeriesSelector all, TimeWindow window)
    {
        var buckets = await runner.ValuesAsync(all.ToString(), window);
        var exact = buckets.List.FirstOrDefault(b => HistogramSeries.BoundOf(b) == metric.Threshold);
        if (exact is not null)
        {
            return new LabelMatcher(HistogramSeries.BoundLabel, LabelOperator.Match, $"{PromQuote.Regex(exact.Labels[HistogramSeries.BoundLabel])}|\\+Inf");
        }

        var bounds = buckets.List.Select(HistogramSeries.BoundOf).Where(double.IsFinite).Distinct().Order().ToList();
        var (below, above) = (bounds.Where(b => b < metric.Threshold).Select(b => $"{b:R}").LastOrDefault(), bounds.Where(b => b > metric.Threshold).Select(b => $"{b:R}").FirstOrDefault());
        var nearest = (below, above) switch { (null, null) => "there are none", (null, _) => $"the smallest is {above}", (_, null) => $"the largest is {below}", _ => $"the nearest are {below} and {above}" };
        throw Bad($"the threshold {metric.Threshold:R} is none of the histogram's bounds; {nearest}");
    }

    private async Task<ArmSeries> ValuesAsync(ArmScope scope, TimeWindow window)
    {
        var text = Text(scope, window);
        var values = await runner.ValuesAsync(text, window);
        return new ArmSeries
        {
            Arm = scope.Arm,
            List = values.List,
            Warnings = values.Warnings,
            Queries = [Query(scope.Arm, text, values.List)],
            IsProven = IsNamed(metric.Query, scope, window),
        };
    }

    private bool IsNamed(string template, ArmScope scope, TimeWindow window) => ScopeProof.Names(MetricQueryTemplate.Parse(template, runner.Dialect), scope, window);

    private void NeedsTotal()
    {
        if (metric.TotalQuery.Length == 0)
        {
            throw Bad("beside the selector of the bad events it needs one of all events");
        }
    }

    private SeriesSelector Selector(string template, ArmScope scope, TimeWindow window)
    {
        try
        {
            return SeriesSelector.Parse(Render(template, scope, window));
        }
        catch (QueryTextException e)
        {
            throw Bad($"counts are made from raw samples: {e.Message}", e);
        }
    }

    private string Render(string template, ArmScope scope, TimeWindow window)
    {
        try
        {
            return MetricQueryTemplate.Parse(template, runner.Dialect).Render(scope, window);
        }
        catch (QueryTextException e)
        {
            throw Bad(e.Message, e);
        }
    }

    private static SourceQuery Query(Arm arm, string text, IReadOnlyList<Series> list) =>
        new(arm, text, list.Count, list.Sum(s => s.Times.Length), list.Count == 0 ? Digest.Sha256([]) : CanonicalSeries.Hash(list));
}
