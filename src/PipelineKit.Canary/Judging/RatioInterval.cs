namespace PipelineKit.Canary;

/// <summary>What the ratio of the rates may be, valid at every look: the ratios that the tests do not exclude as nulls.</summary>
internal static class RatioInterval
{
    private const double Widest = 16;
    private const double Precision = 1e-6;
    private const int MostTurns = 60;

    /// <summary>The lower end: the largest ratio that is excluded from below; null when none is.</summary>
    /// <param name="steps">What was counted.</param>
    /// <param name="of">The metric.</param>
    /// <param name="dispersion">Of its counts.</param>
    /// <param name="bound">The natural logarithm that excludes.</param>
    internal static double? Lower(CountStep[] steps, MetricDefinition of, double dispersion, double bound) =>
        Edge(steps, CountEProcess.Worse(of.FailRatio, dispersion), bound, -Widest, Widest);

    /// <summary>The upper end: the smallest ratio that is excluded from above; null when none is.</summary>
    internal static double? Upper(CountStep[] steps, MetricDefinition of, double dispersion, double bound) =>
        Edge(steps, CountEProcess.Good(of.FailRatio, of.PassRatio, dispersion), bound, Widest, -Widest);

    // Evidence falls steadily from the end that is excluded to the other: false position with the Illinois rule, on the logarithm of the ratio.
    private static double? Edge(CountStep[] steps, CountEProcess test, double bound, double excluded, double possible)
    {
        var (high, low) = (Excess(steps, test, bound, excluded), Excess(steps, test, bound, possible));
        if (high < 0 || low >= 0)
        {
            return null;
        }

        var last = 0;
        for (var turn = 0; turn < MostTurns && Math.Abs(excluded - possible) > Precision; turn++)
        {
            var next = turn % 4 == 3 ? (excluded + possible) / 2 : excluded + ((possible - excluded) * (high / (high - low)));
            var excess = Excess(steps, test, bound, next);
            if (excess >= 0)
            {
                (excluded, high, low, last) = (next, excess, last > 0 ? low / 2 : low, 1);
            }
            else
            {
                (possible, low, high, last) = (next, excess, last < 0 ? high / 2 : high, -1);
            }
        }

        return Math.Exp(excluded);
    }

    private static double Excess(CountStep[] steps, CountEProcess test, double bound, double logRatio)
    {
        var at = test.Against(Math.Exp(logRatio));
        foreach (var step in steps)
        {
            at.Take(step);
        }

        return at.LogValue - bound;
    }
}
