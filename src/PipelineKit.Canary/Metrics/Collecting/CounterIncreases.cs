namespace PipelineKit.Canary;

/// <summary>
/// Increases of counters at each step, out of their raw samples. An increase belongs to the step of the later of two samples. A smaller sample than the one
/// before is a reset: the counter began again at 0. What a series has in its first sample counts only when it is shown that the series began in between:
/// another series of the same target (equal <c>instance</c>, or <c>pod</c> where there is none) was scraped before, without it, and together with it. So the
/// first error of a pod counts, and what a new pod has done before it was first scraped does not.
/// </summary>
public static class CounterIncreases
{
    /// <summary>The sum over counters.</summary>
    /// <param name="counters">The series to sum; samples that are no numbers are left out.</param>
    /// <param name="witnesses">All series of the same targets that were read.</param>
    /// <param name="window">When.</param>
    public static double[] Of(IReadOnlyList<Series> counters, IReadOnlyList<Series> witnesses, TimeWindow window)
    {
        var (sum, index, births) = (new double[window.Count], new StepIndex(window), new CounterBirths(witnesses));
        foreach (var counter in counters)
        {
            var clean = Finite(counter);
            Add(clean.Times, clean.Values, resets: null, births.IsBorn(clean), index, sum);
        }

        return sum;
    }

    /// <summary>Slow and all events of classic histograms: the total of each, and the total less the bucket of a threshold.</summary>
    internal static ArmCounts OfHistograms(IReadOnlyList<HistogramSeries> histograms, TimeWindow window)
    {
        var (events, total, index) = (new double[window.Count], new double[window.Count], new StepIndex(window));
        var births = new CounterBirths([.. histograms.Select(h => h.Total)]);
        foreach (var histogram in histograms)
        {
            var (all, slow, resets) = histogram.Cumulative();
            var isBorn = births.IsBorn(all);
            Add(all.Times, all.Values, resets, isBorn, index, total);
            Add(all.Times, slow, resets, isBorn, index, events);
        }

        return new ArmCounts(events, total);
    }

    /// <summary>A series without the samples that are no numbers.</summary>
    internal static Series Finite(Series series)
    {
        if (!series.Values.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
        {
            return series;
        }

        var kept = new SampleList();
        for (var i = 0; i < series.Times.Length; i++)
        {
            if (double.IsFinite(series.Values[i]))
            {
                kept.Add(series.Times[i], series.Values[i]);
            }
        }

        return kept.ToSeries(series.Labels);
    }

    private static void Add(double[] times, double[] values, bool[]? resets, bool isBorn, StepIndex index, double[] sum)
    {
        for (var i = 0; i < times.Length; i++)
        {
            var step = index.Of(times[i]);
            if (step < 0 || step >= sum.Length)
            {
                continue;
            }

            sum[step] += i == 0 ? (isBorn ? values[0] : 0)
                : resets is null ? (values[i] < values[i - 1] ? values[i] : values[i] - values[i - 1])
                : resets[i] ? values[i]
                : Math.Max(0, values[i] - values[i - 1]);
        }
    }
}
