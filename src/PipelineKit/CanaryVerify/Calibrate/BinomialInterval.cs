namespace PipelineKit.CanaryVerify;

/// <summary>The exact interval of a probability after some successes in some tries (Clopper and Pearson 1934), two-sided 95 %.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
internal sealed record BinomialInterval(double Lower, double Upper)
{
    private const double Tail = 0.025;
    private const int Halvings = 60;

    internal static BinomialInterval Of(int successes, int tries) => new(
        successes == 0 ? 0 : Where(p => 1 - AtMost(successes - 1, tries, p) >= Tail),
        successes == tries ? 1 : Where(p => AtMost(successes, tries, p) <= Tail));

    // The least probability from which on it holds.
    private static double Where(Func<double, bool> holds)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static double AtMost(int most, int tries, double p)
    {
        if (p > 0.5)
        {
            return 1 - Sum(tries - most - 1, tries, 1 - p);
        }

        return Sum(most, tries, p);
    }

    // Of the tries at most a half are expected here, so that the first term is no smaller than 2^-tries.
    private static double Sum(int most, int tries, double p)
    {
        var term = Math.Pow(1 - p, tries);
        var sum = 0.0;
        for (var i = 0; i <= most; i++)
        {
            sum += term;
            term *= (tries - i) / (double)(i + 1) * (p / (1 - p));
        }

        return Math.Min(1, sum);
    }
}
