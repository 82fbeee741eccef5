namespace PipelineKit.Canary;

/// <summary>
/// <see cref="ShiftedRanks"/> for samples with infinities or negative zeros, for which order and ties are those of IEEE 754's total order: −0 is below 0, and what is no number any more after the move
/// (infinity less infinity) ranks highest, tied with infinity.
/// </summary>
/// <param name="first">The sample that is moved.</param>
/// <param name="second">The other.</param>
/// <param name="quantile">Subtracted from the statistic.</param>
internal readonly struct UnusualRanks(double[] first, double[] second, double quantile) : IRealFunction
{
    /// <summary>Whether a sample needs this.</summary>
    internal static bool Needs(double[] sample) => Array.Exists(sample, v => !double.IsFinite(v) || (v == 0 && double.IsNegative(v)));

    /// <inheritdoc />
    public double At(double shift)
    {
        var count = first.Length + second.Length;
        var keys = new long[count];
        var isFirst = new bool[count];
        for (var i = 0; i < count; i++)
        {
            isFirst[i] = i < first.Length;
            keys[i] = Key(isFirst[i] ? first[i] - shift : second[i - first.Length]);
        }

        Array.Sort(keys, isFirst);
        double rankSum = 0, ties = 0;
        for (var start = 0; start < count;)
        {
            var end = start;
            var fromFirst = 0;
            while (end < count && keys[end] == keys[start])
            {
                fromFirst += isFirst[end++] ? 1 : 0;
            }

            double tied = end - start;
            rankSum += fromFirst * (start + ((tied + 1) / 2));
            ties += (tied * tied * tied) - tied;
            start = end;
        }

        return ShiftedRanks.Standardised(rankSum, ties, first.Length, second.Length) - quantile;
    }

    // Numbers in the order of the values.
    private static long Key(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.PositiveInfinity : value);
        return bits < 0 ? bits ^ long.MaxValue : bits;
    }
}
