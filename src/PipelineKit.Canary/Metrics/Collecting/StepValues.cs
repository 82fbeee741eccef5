namespace PipelineKit.Canary;

/// <summary>Values of an arm at each step: the mean of its series, NaN where there is none.</summary>
/// <param name="Values">The means.</param>
/// <param name="Has">At which steps any series has a sample, number or not.</param>
/// <param name="NotNumbers">How many samples are no numbers.</param>
internal sealed record StepValues(double[] Values, bool[] Has, int NotNumbers)
{
    /// <summary>Samples belong to the step at whose end they are; others are left out.</summary>
    public static StepValues Mean(IReadOnlyList<Series> list, TimeWindow window)
    {
        var (sums, counts, has, odd) = (new double[window.Count], new int[window.Count], new bool[window.Count], 0);
        foreach (var series in list)
        {
            for (var i = 0; i < series.Times.Length; i++)
            {
                if (StepOf(series.Times[i], window) is not { } step)
                {
                    continue;
                }

                has[step] = true;
                if (double.IsFinite(series.Values[i]))
                {
                    sums[step] += series.Values[i];
                    counts[step]++;
                }
                else
                {
                    odd++;
                }
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = counts[i] == 0 ? double.NaN : sums[i] / counts[i];
        }

        return new StepValues(sums, has, odd);
    }

    /// <summary>The sum at each step of what is counted there already, 0 where nothing is.</summary>
    public static double[] Sum(IReadOnlyList<Series> list, TimeWindow window)
    {
        var sums = new double[window.Count];
        foreach (var series in list)
        {
            for (var i = 0; i < series.Times.Length; i++)
            {
                if (StepOf(series.Times[i], window) is { } step && series.Values[i] is > 0 and < double.PositiveInfinity)
                {
                    sums[step] += series.Values[i];
                }
            }
        }

        return sums;
    }

    /// <summary>All values at each step, in the order of the labels of their series.</summary>
    public static double[]?[] Vectors(IReadOnlyList<Series> list, TimeWindow window)
    {
        var vectors = new List<double>[window.Count];
        foreach (var series in list.OrderBy(s => CanonicalSeries.LabelText(s.Labels), StringComparer.Ordinal))
        {
            for (var i = 0; i < series.Times.Length; i++)
            {
                if (StepOf(series.Times[i], window) is { } step)
                {
                    (vectors[step] ??= []).Add(series.Values[i]);
                }
            }
        }

        return Array.ConvertAll(vectors, v => v is null ? [] : v.ToArray());
    }

    private static int? StepOf(double time, TimeWindow window)
    {
        var step = new StepIndex(window).Of(time);
        return step >= 0 && step < window.Count && Math.Abs(window.EndOf(step).ToUnixTimeSeconds() - time) < 0.5 ? step : null;
    }
}
