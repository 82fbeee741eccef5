namespace PipelineKit.Canary;

/// <summary>
/// The statistic of one gauge at each look: the mean of the differences so far times the square root of their number. Differences are logarithms of canary over baseline, or, where values are not above 0, canary less baseline.
/// </summary>
internal sealed class GaugeLooks
{
    private readonly double[] _differences;
    private readonly double[] _squares;

    internal GaugeLooks(MetricData data, int[] looks)
    {
        (Data, Looks) = (data, looks);
        var (canary, baseline) = (data.CanaryValues!, data.BaselineValues!);
        _differences = new double[Math.Min(canary.Length, baseline.Length)];
        for (var t = 0; t < _differences.Length; t++)
        {
            _differences[t] = data.IsDifference ? canary[t] - baseline[t] : Math.Log(canary[t] / baseline[t]);
        }

        Current = Statistics(_differences, looks);
        var history = new List<double[]?>();
        foreach (var window in data.History)
        {
            history.Add(window.Length >= looks[^1] && !Array.Exists(window[..looks[^1]], v => !double.IsFinite(v)) ? Statistics(window, looks) : null);
        }

        History = [.. history];
        _squares = Array.ConvertAll(History, window => window is null ? double.NaN : Squares(window));
        Scale = ScaleWithout(-1);
        BaselineMean = Samples.Mean(Array.FindAll(baseline, double.IsFinite));
        CanaryMean = Samples.Mean(Array.FindAll(canary, double.IsFinite));
    }

    internal MetricData Data { get; }

    /// <summary>After which steps it is looked.</summary>
    internal int[] Looks { get; }

    /// <summary>The statistic at the looks there were.</summary>
    internal double[] Current { get; }

    /// <summary>The same in each window before; null for one that has gaps or is too short.</summary>
    internal double[]?[] History { get; }

    /// <summary>How large the statistic is in the windows before (root of the mean square): what metrics are divided by to be compared.</summary>
    internal double Scale { get; }

    internal double BaselineMean { get; }

    internal double CanaryMean { get; }

    internal int Usable => History.Count(h => h is not null);

    /// <summary>The mean of the differences; NaN for none.</summary>
    internal double Mean => Current.Length == 0 ? Samples.Mean(_differences) : Current[^1] / Math.Sqrt(Looks[Current.Length - 1]);

    /// <summary>What is still as good, as a difference.</summary>
    internal double Tolerated => Data.IsDifference ? (Data.Definition.FailRatio - 1) * Math.Abs(BaselineMean) : Math.Log(Data.Definition.FailRatio);

    /// <summary>A difference as a ratio; null when it cannot be said.</summary>
    internal double? AsRatio(double difference) =>
        !Data.IsDifference ? Math.Exp(difference) : BaselineMean == 0 || !double.IsFinite(difference) ? null : 1 + (difference / Math.Abs(BaselineMean));

    /// <summary>The statistic in the way that is bad.</summary>
    internal double Bad(double statistic) => Data.Definition.Direction switch
    {
        MetricDirection.Increase => statistic,
        MetricDirection.Decrease => -statistic,
        _ => Math.Abs(statistic),
    };

    private static double[] Statistics(double[] differences, int[] looks)
    {
        var (sum, at) = (0.0, 0);
        var statistics = new List<double>(looks.Length);
        foreach (var look in looks.TakeWhile(l => l <= differences.Length))
        {
            for (; at < look; at++)
            {
                sum += differences[at];
            }

            statistics.Add(sum / Math.Sqrt(look));
        }

        return [.. statistics];
    }

    /// <summary><see cref="Scale"/> without one of the windows: what a window is held against must not have it in it, as it has not the current one.</summary>
    internal double ScaleWithout(int window)
    {
        var (sum, count) = (0.0, 0);
        for (var k = 0; k < _squares.Length; k++)
        {
            if (k != window && !double.IsNaN(_squares[k]))
            {
                (sum, count) = (sum + _squares[k], count + Looks.Length);
            }
        }

        return Math.Sqrt(sum / count);
    }

    private static double Squares(double[] statistics)
    {
        var sum = 0.0;
        foreach (var one in statistics)
        {
            sum += one * one;
        }

        return sum;
    }
}
