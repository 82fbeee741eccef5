namespace PipelineKit.Canary;

/// <summary>A confidence interval of how far one sample is above another.</summary>
/// <param name="Lower">Its lower end, in the unit of the samples.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="Estimate">The shift itself (Hodges-Lehmann, as the root finder has it).</param>
public sealed record ShiftInterval(double Lower, double Upper, double Estimate);

/// <summary>The Mann-Whitney (Wilcoxon rank sum) test as R and Kayenta's judge compute it: by the normal approximation with continuity correction, whose roots are found with an absolute tolerance of 1e-4.</summary>
public static class MannWhitney
{
    /// <summary>The interval. Neither sample is empty, and none has values that are no numbers.</summary>
    /// <param name="first">What is asked about (the experiment), ascending.</param>
    /// <param name="second">What it is compared with (the control), ascending.</param>
    /// <param name="confidence">Such as 0.98; two-sided.</param>
    /// <exception cref="ArithmeticException">All observations are tied.</exception>
    public static ShiftInterval Interval(double[] first, double[] second, double confidence)
    {
        var (x, y) = (first, second);
        var quantile = NormalQuantile.At((1.0 - confidence) / 2);
        var (from, to) = (x[0] - y[^1], x[^1] - y[0]);
        if (UnusualRanks.Needs(x) || UnusualRanks.Needs(y))
        {
            return Interval(new UnusualRanks(x, y, -quantile), new UnusualRanks(x, y, quantile), new UnusualRanks(x, y, 0), from, to);
        }

        return Interval(new ShiftedRanks(x, y, -quantile), new ShiftedRanks(x, y, quantile), new ShiftedRanks(x, y, 0), from, to);
    }

    private static ShiftInterval Interval<TRanks>(TRanks lower, TRanks upper, TRanks middle, double from, double to)
        where TRanks : struct, IRealFunction =>
        new(Root(lower, from, to), Root(upper, from, to), BrentRoot.Find(from, to, ref middle));

    // Where the statistic does not change its sign, the end.
    private static double Root<TRanks>(TRanks ranks, double from, double to)
        where TRanks : struct, IRealFunction =>
        ranks.At(from) <= 0 ? from
        : ranks.At(to) >= 0 ? to
        : BrentRoot.Find(from, to, ref ranks);
}
