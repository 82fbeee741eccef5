namespace PipelineKit.Canary;

/// <summary>Evidence that the canary's own rate is below one that nobody minds: binomial likelihood ratios against that rate, valid after every step.</summary>
internal sealed class NegligibleEProcess
{
    private static readonly double[] Parts = [0, 0.25, 0.5];

    private readonly double[] _bad;
    private readonly double[] _well;
    private readonly double[] _sums = new double[Parts.Length];
    private readonly double _dispersion;

    internal NegligibleEProcess(double rate, double dispersion)
    {
        _bad = Array.ConvertAll(Parts, Math.Log);
        _well = Array.ConvertAll(Parts, c => Math.Log((1 - (c * rate)) / (1 - rate)));
        _dispersion = dispersion >= 1 ? dispersion : 1;
    }

    /// <summary>Adds a step, and gives the natural logarithm of the value.</summary>
    internal double Add(CountStep step)
    {
        if (step.IsUsable)
        {
            for (var j = 0; j < _sums.Length; j++)
            {
                var bad = step.CanaryEvents > 0 ? step.CanaryEvents * _bad[j] : 0;
                _sums[j] += (bad + (Math.Max(step.CanaryTotal - step.CanaryEvents, 0) * _well[j])) / _dispersion;
            }
        }

        return CountEProcess.LogMean(_sums);
    }
}
