namespace PipelineKit.Canary;

/// <summary>
/// The statistic of the Mann-Whitney test when one sample is moved: (W − mn/2 ∓ ½) / σ, with average ranks for ties and σ corrected for them (normal approximation with continuity correction, as R's
/// <c>wilcox.test</c>). Of sorted samples it takes one pass: moving does not change an order.
/// </summary>
/// <param name="first">The sample that is moved, ascending.</param>
/// <param name="second">The other, ascending.</param>
/// <param name="quantile">Subtracted from the statistic.</param>
internal readonly struct ShiftedRanks(double[] first, double[] second, double quantile) : IRealFunction
{
    /// <summary>The statistic when the first sample is moved down by this much.</summary>
    /// <exception cref="ArithmeticException">Everything is tied then.</exception>
    public double At(double shift)
    {
        var (m, n) = (first.Length, second.Length);
        double rankSum = 0, ties = 0, below = 0;
        var (i, j) = (0, 0);
        var x = i < m ? first[i] - shift : 0;
        while (i < m || j < n)
        {
            var value = i < m && (j == n || x <= second[j]) ? x : second[j];
            var (fromFirst, fromSecond) = (0, 0);
            while (i < m && x == value)
            {
                fromFirst++;
                x = ++i < m ? first[i] - shift : 0;
            }

            while (j < n && second[j] == value)
            {
                fromSecond++;
                j++;
            }

            double tied = fromFirst + fromSecond;
            rankSum += fromFirst * (below + ((tied + 1) / 2));
            ties += (tied * tied * tied) - tied;
            below += tied;
        }

        return Standardised(rankSum, ties, m, n) - quantile;
    }

    /// <summary>(W − mn/2 ∓ ½) / σ.</summary>
    /// <param name="rankSum">Of the first sample.</param>
    /// <param name="ties">The sum of t³ − t over groups of equal values.</param>
    /// <param name="m">The size of the first sample.</param>
    /// <param name="n">The size of the other.</param>
    internal static double Standardised(double rankSum, double ties, double m, double n)
    {
        var distance = rankSum - (m * (m + 1) / 2) - (m * n / 2);
        var correction = double.Sign(distance) * 0.5;
        var sigma = Math.Sqrt(m * n / 12 * (m + n + 1 - (ties / ((m + n) * (m + n - 1)))));
        return sigma == 0 ? throw new ArithmeticException("all observations are tied") : (distance - correction) / sigma;
    }
}
