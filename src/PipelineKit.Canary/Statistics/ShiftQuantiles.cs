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
    public static ShiftInterval Interval(double[] first, double[] second, double confidence) =>
        Interval([.. first, double.PositiveInfinity], [.. second, double.PositiveInfinity], confidence, out _);

    /// <summary>The interval of samples with an infinity after their end.</summary>
    /// <param name="first">What is asked about.</param>
    /// <param name="second">What it is compared with.</param>
    /// <param name="confidence">Such as 0.98; two-sided.</param>
    /// <param name="cles">The common language effect size.</param>
    internal static ShiftInterval Interval(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidence, out double cles)
    {
        double m = first.Length - 1, n = second.Length - 1;
        var sigma = Math.Sqrt(m * n / 12 * (m + n + 1 - ((Ties(first[..^1]) + Ties(second[..^1])) / ((m + n) * (m + n - 1)))));
        var reach = Math.Abs(NormalQuantile.At((1 - confidence) / 2)) * sigma;
        var (half, count) = (m * n / 2, (long)m * (long)n);
        var search = new DifferenceQuantiles(first, second);

        // Of an even number of differences the middle between the two in the middle.
        var (lower, upper, middle) = search.Find(Math.Floor(half + 0.5 + reach), Math.Floor(half - 0.5 - reach), count / 2, (count - 1) / 2);
        cles = search.CommonLanguageEffect;
        return new ShiftInterval(lower, upper, middle);
    }

    private static double Ties(ReadOnlySpan<double> ascending)
    {
        var (sum, tied) = (0.0, 1.0);
        for (var i = 1; i < ascending.Length; i++)
        {
            if (ascending[i] == ascending[i - 1])
            {
                tied++;
            }
            else if (tied > 1)
            {
                sum += (tied * tied * tied) - tied;
                tied = 1;
            }
        }

        return sum + (tied * tied * tied) - tied;
    }
}
