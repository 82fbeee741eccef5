using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>Of one classic histogram: the bucket of all events, and that of those up to a threshold.</summary>
/// <param name="Total">The bucket <c>+Inf</c>.</param>
/// <param name="Fast">The bucket of the threshold.</param>
internal sealed record HistogramSeries(Series Total, Series Fast)
{
    internal const string BoundLabel = "le";

    /// <summary>How a threshold may be written in <c>le</c>, and <c>+Inf</c>, as a condition.</summary>
    public static LabelMatcher Bounds(double threshold)
    {
        var text = threshold.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        var more = threshold == Math.Floor(threshold) && !text.Contains('e', StringComparison.Ordinal) ? $"|{PromQuote.Regex(text + ".0")}" : "";
        return new LabelMatcher(BoundLabel, LabelOperator.Match, $"{PromQuote.Regex(text)}{more}|\\+Inf");
    }

    /// <summary>The bound of a bucket; NaN when it has none.</summary>
    public static double BoundOf(Series bucket) => FileSeries.TryNumber(bucket.Labels.GetValueOrDefault(BoundLabel, ""), out var bound) ? bound : double.NaN;

    /// <summary>Puts buckets together; those without a total or without the threshold are told.</summary>
    /// <param name="buckets">Series of buckets.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="incomplete">How many histograms have not both.</param>
    public static List<HistogramSeries> Of(IReadOnlyList<Series> buckets, double threshold, out int incomplete)
    {
        var (totals, fast) = (new Dictionary<string, Series>(StringComparer.Ordinal), new Dictionary<string, Series>(StringComparer.Ordinal));
        foreach (var bucket in buckets)
        {
            var bound = BoundOf(bucket);
            var into = double.IsPositiveInfinity(bound) ? totals : bound == threshold ? fast : null;
            into?.TryAdd(Key(bucket.Labels), bucket);
        }

        var list = new List<HistogramSeries>(totals.Count);
        foreach (var (key, total) in totals)
        {
            if (fast.TryGetValue(key, out var bucket))
            {
                list.Add(new HistogramSeries(total, bucket));
            }
        }

        incomplete = totals.Count + fast.Count - (2 * list.Count);
        return list;
    }

    /// <summary>At the times both have: all events, the slow ones, and where the counters began again.</summary>
    public (Series All, double[] Slow, bool[] Resets) Cumulative()
    {
        var (all, within) = (new SampleList(), new SampleList());
        for (int i = 0, k = 0; i < Total.Times.Length && k < Fast.Times.Length;)
        {
            if (Total.Times[i] == Fast.Times[k])
            {
                if (double.IsFinite(Total.Values[i]) && double.IsFinite(Fast.Values[k]))
                {
                    all.Add(Total.Times[i], Total.Values[i]);
                    within.Add(Total.Times[i], Fast.Values[k]);
                }

                (i, k) = (i + 1, k + 1);
            }
            else
            {
                (i, k) = Total.Times[i] < Fast.Times[k] ? (i + 1, k) : (i, k + 1);
            }
        }

        var (total, fast) = (all.ToSeries(Total.Labels), within.ToSeries(Fast.Labels).Values);
        var (slow, resets) = (new double[fast.Length], new bool[fast.Length]);
        for (var i = 0; i < fast.Length; i++)
        {
            slow[i] = Math.Max(0, total.Values[i] - fast[i]);
            resets[i] = i > 0 && (total.Values[i] < total.Values[i - 1] || fast[i] < fast[i - 1]);
        }

        return (total, slow, resets);
    }

    private static string Key(IReadOnlyDictionary<string, string> labels)
    {
        var rest = new Dictionary<string, string>(labels, StringComparer.Ordinal);
        rest.Remove(BoundLabel);
        return CanonicalSeries.LabelText(rest);
    }
}
