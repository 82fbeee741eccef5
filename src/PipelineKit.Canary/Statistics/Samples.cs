namespace PipelineKit.Canary;

/// <summary>Plain facts about a sample.</summary>
public static class Samples
{
    /// <summary>The mean, in two passes: the second one takes back what rounding did in the first.</summary>
    public static double Mean(ReadOnlySpan<double> sample)
    {
        var sum = 0.0;
        foreach (var value in sample)
        {
            sum += value;
        }

        var mean = sum / sample.Length;
        var rest = 0.0;
        foreach (var value in sample)
        {
            rest += value - mean;
        }

        return mean + (rest / sample.Length);
    }

    /// <summary>The means of two samples as <see cref="Mean"/> has them, to the last bit; both at once, as each sum waits for its own last step.</summary>
    internal static (double First, double Second) Means(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            return (Mean(first), Mean(second));
        }

        var (sum, otherSum) = (0.0, 0.0);
        for (var i = 0; i < first.Length; i++)
        {
            sum += first[i];
            otherSum += second[i];
        }

        var (mean, otherMean) = (sum / first.Length, otherSum / second.Length);
        var (rest, otherRest) = (0.0, 0.0);
        for (var i = 0; i < first.Length; i++)
        {
            rest += first[i] - mean;
            otherRest += second[i] - otherMean;
        }

        return (mean + (rest / first.Length), otherMean + (otherRest / second.Length));
    }

    /// <summary>A quantile by linear interpolation (R's type 7), of an ascending sample that is not empty.</summary>
    /// <param name="ascending">The sample.</param>
    /// <param name="probability">0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> ascending, double probability)
    {
        // Counted from 1, as others do: the last bit of the fraction depends on it.
        var place = 1 + ((ascending.Length - 1) * probability);
        var below = (int)Math.Floor(place);
        var value = ascending[below - 1];
        return below < ascending.Length ? value + ((place - below) * (ascending[below] - value)) : value;
    }

    /// <summary>The common language effect size: how probable it is that a value of the first sample is above one of the second, ties counting half (the Mann-Whitney U over mn).</summary>
    /// <param name="x">The first sample, ascending.</param>
    /// <param name="y">The second, ascending.</param>
    public static double CommonLanguageEffect(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double rankSum = 0;
        var (below, equal) = (0, 0);
        foreach (var value in x)
        {
            while (below < y.Length && y[below] < value)
            {
                below++;
            }

            equal = Math.Max(equal, below);
            while (equal < y.Length && y[equal] == value)
            {
                equal++;
            }

            rankSum += below + ((equal - below) / 2.0);
        }

        return rankSum / ((double)x.Length * y.Length);
    }
}
