namespace PipelineKit.Canary;

/// <summary>
/// R. Brent's method for a zero of a function ("Algorithms for Minimization Without Derivatives", chapter 4), in the form of R's <c>zeroin</c>: the best approximation so far, its predecessor and a point of opposite
/// sign; interpolation where it stays within three quarters of the bracket, bisection otherwise.
/// </summary>
internal static class BrentRoot
{
    /// <summary>What <c>uniroot</c> of R and Kayenta's judge take.</summary>
    internal const double UsualTolerance = 1e-4;

    private const int MaximumSteps = 1001;
    private const double Epsilon = 2.220446049250313E-16;

    /// <summary>A zero between the ends, within the tolerance of where the sign changes; the last approximation when that takes too many steps.</summary>
    /// <param name="from">One end.</param>
    /// <param name="to">The other.</param>
    /// <param name="function">The function, whose signs differ at the ends.</param>
    /// <param name="tolerance">Absolute.</param>
    internal static double Find<TFunction>(double from, double to, ref TFunction function, double tolerance = UsualTolerance)
        where TFunction : struct, IRealFunction
    {
        var (before, best) = (from, to);
        var (atBefore, atBest) = (function.At(from), function.At(to));
        if (atBefore == 0)
        {
            return before;
        }

        if (atBest == 0)
        {
            return best;
        }

        var (opposite, atOpposite) = (before, atBefore);
        for (var step = 0; step < MaximumSteps; step++)
        {
            var previous = best - before;
            if (Math.Abs(atOpposite) < Math.Abs(atBest))
            {
                (before, best, opposite) = (best, opposite, best);
                (atBefore, atBest, atOpposite) = (atBest, atOpposite, atBest);
            }

            var least = (2 * Epsilon * Math.Abs(best)) + (tolerance / 2);
            var next = (opposite - best) / 2;
            if (Math.Abs(next) <= least || Math.Abs(atBest) <= double.Epsilon)
            {
                return best;
            }

            if (Math.Abs(previous) >= least && Math.Abs(atBefore) > Math.Abs(atBest))
            {
                next = Interpolated(before, best, opposite, atBefore, atBest, atOpposite, previous, least) ?? next;
            }

            if (Math.Abs(next) < least)
            {
                next = next > 0 ? least : -least;
            }

            (before, atBefore) = (best, atBest);
            best += next;
            atBest = function.At(best);
            if ((atBest > 0 && atOpposite > 0) || (atBest < 0 && atOpposite < 0))
            {
                (opposite, atOpposite) = (before, atBefore);
            }
        }

        return best;
    }

    // Linear through two points, inverse quadratic through three; null where it would leave the bracket or gain too little.
    private static double? Interpolated(double before, double best, double opposite, double atBefore, double atBest, double atOpposite, double previous, double least)
    {
        double p, q;
        var width = opposite - best;
        if (before == opposite)
        {
            var ratio = atBest / atBefore;
            p = width * ratio;
            q = 1.0 - ratio;
        }
        else
        {
            q = atBefore / atOpposite;
            var t1 = atBest / atOpposite;
            var t2 = atBest / atBefore;
            p = t2 * ((width * q * (q - t1)) - ((best - before) * (t1 - 1.0)));
            q = (q - 1.0) * (t1 - 1.0) * (t2 - 1.0);
        }

        (p, q) = p > 0 ? (p, -q) : (-p, q);
        return p < ((0.75 * width * q) - (Math.Abs(least * q) / 2)) && p < Math.Abs(previous * q / 2) ? p / q : null;
    }
}

/// <summary>A function of the reals; a structure, so that calling it costs nothing.</summary>
internal interface IRealFunction
{
    /// <summary>Its value.</summary>
    double At(double x);
}
