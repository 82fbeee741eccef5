namespace PipelineKit.Canary;

/// <summary>What both arms counted in a step.</summary>
/// <param name="CanaryEvents">Bad or slow events of the canary.</param>
/// <param name="CanaryTotal">All events of the canary.</param>
/// <param name="BaselineEvents">Bad or slow events of the baseline.</param>
/// <param name="BaselineTotal">All events of the baseline.</param>
public readonly record struct CountStep(double CanaryEvents, double CanaryTotal, double BaselineEvents, double BaselineTotal)
{
    /// <summary>Whether it says something: all are numbers, and both arms had traffic.</summary>
    public bool IsUsable => CanaryTotal > 0 && BaselineTotal > 0 && double.IsFinite(CanaryEvents + CanaryTotal + BaselineEvents + BaselineTotal);

    /// <summary>The arms changed.</summary>
    public CountStep Swapped => new(BaselineEvents, BaselineTotal, CanaryEvents, CanaryTotal);
}

/// <summary>
/// Evidence about the ratio of two rates (canary over baseline) that may be looked at after every step. Given how many events both arms had in a step, those of the canary are binomial with
/// <c>r n / (r n + m)</c> at a ratio <c>r</c> and totals <c>n</c> and <c>m</c>, so that load and what hits both arms cancels. The value is the weighted mean over alternatives of their likelihood ratios against the null:
/// under the null it reaches <c>1/alpha</c> at any time with a probability of at most <c>alpha</c> (Ville; for the model Lindon and Malek, arXiv 2011.03567).
/// </summary>
public sealed class CountEProcess
{
    private static readonly double[] WorseBy = [1.25, 1.5, 2, 3, 5, 10];
    private static readonly double[] GoodBy = [-1, -0.41503749927884381, 0, 0.32192809488736235];

    // More on ratios near the null, which take longest to find; a large one needs a step more for it at most. In 64ths, whose sum is exact.
    private static readonly double[] WorseStakes = [13.0 / 64, 16.0 / 64, 13.0 / 64, 10.0 / 64, 7.0 / 64, 5.0 / 64];
    private static readonly double[] GoodStakes = [0.25, 0.25, 0.25, 0.25];

    private readonly double _null;
    private readonly double[] _alternatives;
    private readonly double[] _stakes;
    private readonly double[] _gains;
    private readonly double[] _costs;
    private readonly double[] _sums;
    private readonly double _dispersion;
    private double _canaryTotal = double.NaN;
    private double _baselineTotal = double.NaN;

    private CountEProcess(double nullRatio, double[] alternatives, double[] stakes, double dispersion)
    {
        (_null, _alternatives, _stakes) = (nullRatio, alternatives, stakes);
        _gains = Array.ConvertAll(alternatives, r => Math.Log(r / nullRatio));
        _costs = new double[alternatives.Length];
        _sums = new double[alternatives.Length];
        _dispersion = dispersion >= 1 ? dispersion : 1;
    }

    /// <summary>The ratios it holds against the null.</summary>
    public IReadOnlyList<double> Alternatives => _alternatives;

    /// <summary>What part of the whole is staked on each alternative; together 1.</summary>
    public IReadOnlyList<double> Stakes => _stakes;

    /// <summary>The natural logarithm of the value; 0 at the beginning.</summary>
    public double LogValue => LogMean(_sums, _stakes);

    /// <summary>Evidence that the ratio is above the one that is still as good.</summary>
    /// <param name="failRatio">The null: at most this.</param>
    /// <param name="dispersion">Variance over mean of the counts, at least 1; evidence is divided by it.</param>
    public static CountEProcess Worse(double failRatio, double dispersion) => new(failRatio, Array.ConvertAll(WorseBy, c => c * failRatio), WorseStakes, dispersion);

    /// <summary>Evidence that the ratio is below the one that must be excluded.</summary>
    /// <param name="failRatio">The ratio that is still as good.</param>
    /// <param name="passRatio">The null: at least this.</param>
    /// <param name="dispersion">Variance over mean of the counts, at least 1.</param>
    public static CountEProcess Good(double failRatio, double passRatio, double dispersion) =>
        new(passRatio, Array.ConvertAll(GoodBy, e => failRatio * Math.Pow(passRatio / failRatio, e)), GoodStakes, dispersion);

    /// <summary>The same test against another null, with its alternatives at the same distances; from its beginning.</summary>
    internal CountEProcess Against(double nullRatio) => new(nullRatio, Array.ConvertAll(_alternatives, r => r / _null * nullRatio), _stakes, _dispersion);

    /// <summary>Adds a step; one that is not usable says nothing.</summary>
    /// <returns><see cref="LogValue"/>.</returns>
    public double Add(CountStep step)
    {
        Take(step);
        return LogValue;
    }

    /// <summary>Adds a step without summing up.</summary>
    internal void Take(CountStep step)
    {
        if (!step.IsUsable)
        {
            return;
        }

        if (step.CanaryTotal != _canaryTotal || step.BaselineTotal != _baselineTotal)
        {
            (_canaryTotal, _baselineTotal) = (step.CanaryTotal, step.BaselineTotal);
            for (var j = 0; j < _costs.Length; j++)
            {
                _costs[j] = Math.Log(((_alternatives[j] * _canaryTotal) + _baselineTotal) / ((_null * _canaryTotal) + _baselineTotal));
            }
        }

        var (canary, both) = (step.CanaryEvents / _dispersion, (step.CanaryEvents + step.BaselineEvents) / _dispersion);
        for (var j = 0; j < _sums.Length; j++)
        {
            _sums[j] += (canary * _gains[j]) - (both * _costs[j]);
        }
    }

    /// <summary>How many more steps like those so far it takes until the value probably reaches a bound; null when it does not grow.</summary>
    /// <param name="bound">A natural logarithm.</param>
    /// <param name="soFar">How many steps there were.</param>
    internal int? StepsTo(double bound, int soFar)
    {
        var needed = double.PositiveInfinity;
        for (var j = 0; j < _sums.Length; j++)
        {
            needed = _sums[j] > 0 ? Math.Min(needed, (bound - Math.Log(_stakes[j]) - _sums[j]) / (_sums[j] / soFar)) : needed;
        }

        return needed <= MostSteps ? (int)Math.Ceiling(Math.Max(needed, 1)) : null;
    }

    private const int MostSteps = 1_000_000;

    /// <summary>ln of the mean of exponentials, with weights whose sum is 1; all the same without.</summary>
    internal static double LogMean(ReadOnlySpan<double> logs, ReadOnlySpan<double> weights = default)
    {
        var largest = double.NegativeInfinity;
        foreach (var one in logs)
        {
            largest = Math.Max(largest, one);
        }

        if (!double.IsFinite(largest))
        {
            return largest;
        }

        var sum = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            sum += Math.Exp(logs[i] - largest) * (weights.IsEmpty ? 1 : weights[i]);
        }

        return largest + Math.Log(weights.IsEmpty ? sum / logs.Length : sum);
    }
}
