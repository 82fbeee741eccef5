namespace PipelineKit.Canary;

/// <summary>What is known of how probable a bad event is, from how many of some events were bad. Counts may be fractions, where they were divided by their dispersion.</summary>
internal static class EventRate
{
    // How many times the odds that are asked about may be those of the canary.
    private static readonly double[] Odds = [1.25, 1.5, 2, 3, 5, 10, 30, 100];

    /// <summary>
    /// The logarithm of the evidence that the rate is above one: the mean of likelihood ratios against larger odds, an e-process (1 on average at most, whenever one looks, while the rate is not above it).
    /// At least ln(1/risk) shows it, and is wrong with at most that risk over all looks together.
    /// </summary>
    /// <param name="bad">Bad events.</param>
    /// <param name="all">All events.</param>
    /// <param name="rate">The rate, above 0 and below 1.</param>
    internal static double LogEvidence(double bad, double all, double rate)
    {
        Span<double> terms = stackalloc double[Odds.Length];
        var largest = double.NegativeInfinity;
        for (var i = 0; i < Odds.Length; i++)
        {
            terms[i] = (bad * Math.Log(Odds[i])) - (all * Math.Log(1 + ((Odds[i] - 1) * rate)));
            largest = Math.Max(largest, terms[i]);
        }

        var sum = 0.0;
        foreach (var term in terms)
        {
            sum += Math.Exp(term - largest);
        }

        return largest + Math.Log(sum / Odds.Length);
    }

    /// <summary>What the rate is at least, valid at every look: below it the evidence is enough.</summary>
    /// <param name="bad">Bad events.</param>
    /// <param name="all">All events.</param>
    /// <param name="risk">Of being wrong.</param>
    internal static double AtLeastAlways(double bad, double all, double risk) =>
        bad > 0 && all > 0 ? Boundary(rate => LogEvidence(bad, all, rate) >= Math.Log(1 / risk)) : 0;

    /// <summary>What the rate is at least, for one look: the lower end of the interval of Clopper and Pearson, the quantile of Beta(bad, all - bad + 1).</summary>
    /// <param name="bad">Bad events.</param>
    /// <param name="all">All events, at least as many.</param>
    /// <param name="risk">Of being wrong, one-sided.</param>
    internal static double AtLeast(double bad, double all, double risk) =>
        bad > 0 && all > 0 ? Boundary(rate => IsAbove(bad, all, rate, risk)) : 0;

    /// <summary>Whether the rate is above one, for one look: so many bad events are too improbable otherwise.</summary>
    internal static bool IsAbove(double bad, double all, double rate, double risk) =>
        bad > 0 && rate < 1 && IncompleteBeta.At(rate, bad, Math.Max(all - bad, 0) + 1) <= risk;

    // Up to where something holds that holds below and not above.
    private static double Boundary(Func<double, bool> holds)
    {
        const int Bits = 100;
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Bits && high - low > 1e-12 * high; i++)
        {
            // By the geometric mean where it can be: rates are small.
            var middle = low > 0 ? Math.Sqrt(low * high) : high / 16;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
            if (high < 1e-15)
            {
                return 0;
            }
        }

        return low;
    }
}
