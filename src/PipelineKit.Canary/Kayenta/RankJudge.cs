using System.Buffers;

namespace PipelineKit.Canary;

/// <summary>
/// Asks what <see cref="KayentaJudge"/> asks, with an exact interval: the verdict is the same in every unit, and does not depend on where a root finder stops. Infinite values cannot be judged.
/// </summary>
public static class RankJudge
{
    /// <summary>Judges.</summary>
    public static MetricVerdict Judge(double[] control, double[] experiment, MetricOptions options)
    {
        // Means that are finite are of values that are.
        (double Control, double Experiment) means = control.Length > 0 && experiment.Length > 0 ? Samples.Means(control, experiment) : (double.NaN, double.NaN);
        return (options.OutlierFactor is null && double.IsFinite(means.Control) && double.IsFinite(means.Experiment) ? Plain(control, experiment, means, options) : null)
            ?? (Array.Exists(control, double.IsInfinity) || Array.Exists(experiment, double.IsInfinity)
                ? new MetricVerdict(Classification.Error, "there are infinite values", 1)
                : KayentaJudge.Judge(control, experiment, options, ShiftQuantiles.Interval));
    }

    // Of samples with nothing to leave out, in rented memory; null for those that are constant or the same.
    private static MetricVerdict? Plain(double[] control, double[] experiment, (double Control, double Experiment) means, MetricOptions options)
    {
        var rented = ArrayPool<double>.Shared.Rent(control.Length + experiment.Length + 2);
        var x = rented.AsSpan(0, experiment.Length + 1);
        var y = rented.AsSpan(experiment.Length + 1, control.Length + 1);
        SortedSamples.Sort(experiment, x[..^1]);
        SortedSamples.Sort(control, y[..^1]);
        (x[^1], y[^1]) = (double.PositiveInfinity, double.PositiveInfinity);
        var verdict = (x[0] == x[^2] && y[0] == y[^2]) || x.SequenceEqual(y) ? null : Compared(means, x, y, options);
        ArrayPool<double>.Shared.Return(rented);
        return verdict;
    }

    private static MetricVerdict Compared((double Control, double Experiment) means, ReadOnlySpan<double> x, ReadOnlySpan<double> y, MetricOptions options)
    {
        var interval = ShiftQuantiles.Interval(x, y, options.Confidence, out var cles);
        var effect = options.Measure == EffectMeasure.Cles ? cles : KayentaJudge.Ratio(means.Control, means.Experiment);
        return KayentaJudge.Compared(interval, effect, cles, options);
    }
}
