namespace PipelineKit.Statistics;

/// <summary>
/// The interval of <see cref="MannWhitney"/> without a root finder: the ends are differences of two observations, the (c+1)-th largest of all m·n, where c follows from the quantile and σ. They are exact in whatever unit
/// the samples are, and the estimate is the Hodges-Lehmann estimator itself, the median of all differences.
/// </summary>
public static class ShiftQuantiles
{
    /// <summary>The interval. Neither sample is empty, and all values are finite.</summary>
    /// <param name="first">What is asked about (the experiment).</param>
    /// <param name="second">What it is compared with (the control).</param>
    /// <param name="confidence">Such as 0.98; two-sided.</param>
    public static ShiftInterval Interval(double[] first, double[] second, double confidence)
    {
        var (x, y) = ((double[])first.Clone(), (double[])second.Clone());
        Array.Sort(x);
        Array.Sort(y);
        double m = x.Length, n = y.Length;
        var sigma = Math.Sqrt(m * n / 12 * (m + n + 1 - ((Ties(x) + Ties(y)) / ((m + n) * (m + n - 1)))));
        var reach = Math.Abs(NormalQuantile.At((1 - confidence) / 2)) * sigma;
        var half = m * n / 2;
        return new ShiftInterval(Largest(x, y, Math.Floor(half + 0.5 + reach)), Largest(x, y, Math.Floor(half - 0.5 - reach)), Median(x, y));
    }

    // Of an even number of differences the middle between the two in the middle.
    private static double Median(double[] x, double[] y)
    {
        var count = (long)x.Length * y.Length;
        var upper = Largest(x, y, count / 2);
        return count % 2 == 1 ? upper : (upper + Largest(x, y, (count / 2) - 1)) / 2;
    }

    // The smallest difference that at most so many are above of; beyond the ends, the end.
    private static double Largest(double[] x, double[] y, double above)
    {
        var (low, high) = (x[0] - y[^1], x[^1] - y[0]);
        if (above < 0 || above >= (double)x.Length * y.Length)
        {
            return above < 0 ? high : low;
        }

        // More are above `low`; `high` is a difference that as few as asked for are above of.
        low = double.BitDecrement(low);
        while (true)
        {
            var middle = low + ((high - low) / 2);
            var (more, next, nearest) = Count(x, y, middle);
            if (more <= above)
            {
                high = nearest;
            }
            else if (next == high)
            {
                return high;
            }
            else
            {
                low = middle;
            }
        }
    }

    // How many differences are above a value, the smallest of these, and the largest of the others.
    private static (long Above, double Next, double Nearest) Count(double[] x, double[] y, double value)
    {
        long above = 0;
        var (next, nearest) = (double.PositiveInfinity, double.NegativeInfinity);
        var j = 0;
        foreach (var one in x)
        {
            while (j < y.Length && one - y[j] > value)
            {
                j++;
            }

            above += j;
            next = j > 0 && one - y[j - 1] < next ? one - y[j - 1] : next;
            nearest = j < y.Length && one - y[j] > nearest ? one - y[j] : nearest;
        }

        return (above, next, nearest);
    }

    private static double Ties(double[] ascending)
    {
        double sum = 0;
        for (var start = 0; start < ascending.Length;)
        {
            var end = start;
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
