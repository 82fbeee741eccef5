namespace PipelineKit.Canary;

/// <summary>
/// Finds differences of two ascending samples by their place among all m·n, without writing these down: bracket the difference by counting (one pass over both samples), guess by interpolation, and sort what is left once it is little.
/// What one search has counted narrows the next.
/// </summary>
/// <param name="first">Ascending.</param>
/// <param name="second">Ascending.</param>
internal sealed class DifferenceSearch(double[] first, double[] second)
{
    private const int MostKnown = 64;

    // So few are sorted rather than counted again.
    private readonly int _few = Math.Max(32, (first.Length + second.Length) / 4);
    private readonly double[] _known = new double[MostKnown];
    private readonly long[] _above = new long[MostKnown];
    private int _count;

    private long All => (long)first.Length * second.Length;

    /// <summary>The smallest difference that at most so many are above of; beyond the ends, the end.</summary>
    internal double Find(double above)
    {
        var (low, high) = (first[0] - second[^1], first[^1] - second[0]);
        if (above < 0 || above >= All)
        {
            return above < 0 ? high : low;
        }

        // More are above `low`, and at most as many as asked for above `high`.
        low = double.BitDecrement(low);
        var (aboveLow, aboveHigh) = (All, 0L);
        for (var i = 0; i < _count; i++)
        {
            if (_above[i] > above && _known[i] > low)
            {
                (low, aboveLow) = (_known[i], _above[i]);
            }
            else if (_above[i] <= above && _known[i] < high)
            {
                (high, aboveHigh) = (_known[i], _above[i]);
            }
        }

        for (var turn = 1; aboveLow - aboveHigh > _few; turn++)
        {
            // By interpolation; each third time the middle and what lies around it, for differences that lie unevenly or are many times the same.
            var isMiddle = turn % 3 == 0;
            var guess = low + ((high - low) * (isMiddle ? 0.5 : Math.Clamp((aboveLow - above) / (aboveLow - aboveHigh), 0.01, 0.99)));
            if (isMiddle && (guess <= low || guess >= high))
            {
                // Nothing lies between them any more.
                return high;
            }

            var counted = CountAbove(guess);
            Remember(guess, counted);
            var (below, next) = isMiddle ? Around(guess) : (guess, guess);
            if (counted > above)
            {
                if (isMiddle && next == high)
                {
                    return high;
                }

                (low, aboveLow) = (guess, counted);
            }
            else
            {
                (high, aboveHigh) = (below, counted);
            }
        }

        return Select(low, high, (long)above - aboveHigh);
    }

    private void Remember(double value, long above)
    {
        if (_count < MostKnown)
        {
            (_known[_count], _above[_count]) = (value, above);
            _count++;
        }
    }

    private long CountAbove(double value)
    {
        var (x, y) = (first, second);
        var (i, j, above) = (0, 0, 0L);
        while (i < x.Length && j < y.Length)
        {
            // Without a branch: which way it goes cannot be foreseen.
            var isAbove = x[i] - y[j] > value ? 1 : 0;
            j += isAbove;
            above += j & (isAbove - 1);
            i += 1 - isAbove;
        }

        return above + ((long)(x.Length - i) * y.Length);
    }

    // The largest difference that is not above a value, and the smallest that is.
    private (double Below, double Next) Around(double value)
    {
        var (below, next) = (double.NegativeInfinity, double.PositiveInfinity);
        var j = 0;
        foreach (var one in first)
        {
            while (j < second.Length && one - second[j] > value)
            {
                j++;
            }

            below = j < second.Length ? Math.Max(below, one - second[j]) : below;
            next = j > 0 ? Math.Min(next, one - second[j - 1]) : next;
        }

        return (below, next);
    }

    // The difference among those above `low` and at most `high` that so many of these are above of.
    private double Select(double low, double high, long above)
    {
        var within = new List<double>(_few);
        var (from, to) = (0, 0);
        foreach (var one in first)
        {
            while (from < second.Length && one - second[from] > high)
            {
                from++;
            }

            while (to < second.Length && one - second[to] > low)
            {
                to++;
            }

            for (var j = from; j < to; j++)
            {
                within.Add(one - second[j]);
            }
        }

        within.Sort();
        return within[within.Count - 1 - (int)above];
    }
}
