namespace PipelineKit.Canary;

/// <summary>
/// The interval of <see cref="MannWhitney"/> without a root finder: the ends are differences of two observations, the (c+1)-th largest of all m·n, where c follows from the quantile and σ. They are exact in whatever unit
/// the samples are, and the estimate is the Hodges-Lehmann estimator itself, the median of all differences. Takes O((m + n) log(m + n)).
/// </summary>
public static class ShiftQuantiles
{
    /// <summary>The interval. Neither sample is empty, and all values are finite.</summary>
    /// <param name="first">What is asked about (the experiment), ascending.</param>
    /// <param name="second">What it is compared with (the control), ascending.</param>
    /// <param name="confidence">Such as 0.98; two-sided.</param>
    public static ShiftInterval Interval(double[] first, double[] second, double confidence)
    {
        double m = first.Length, n = second.Length;
        var sigma = Math.Sqrt(m * n / 12 * (m + n + 1 - ((Ties(first) + Ties(second)) / ((m + n) * (m + n - 1)))));
        var reach = Math.Abs(NormalQuantile.At((1 - confidence) / 2)) * sigma;
        var half = m * n / 2;
        var search = new DifferenceSearch(first, second);
        return new ShiftInterval(search.Find(Math.Floor(half + 0.5 + reach)), search.Find(Math.Floor(half - 0.5 - reach)), Median(search, (long)m * (long)n));
    }

    // Of an even number of differences the middle between the two in the middle.
    private static double Median(DifferenceSearch search, long count)
    {
        var upper = search.Find(count / 2);
        return count % 2 == 1 ? upper : (upper + search.Find((count / 2) - 1)) / 2;
    }

    private static double Ties(double[] ascending)
    {
        double sum = 0;
        for (var start = 0; start < ascending.Length;)
        {
            var end = start + 1;
            while (end < ascending.Length && ascending[end] == ascending[start])
            {
                end++;
            }

            double tied = end - start;
            sum += (tied * tied * tied) - tied;
            start = end;
        }

        return sum;
    }
}
