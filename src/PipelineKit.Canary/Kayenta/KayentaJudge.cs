using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>
/// Kayenta's judge (NetflixACAJudge-v1.0) for one metric, with everything it does: the same decisions to the last bit, for who comes from there. Its weaknesses are its own: an absolute tolerance that makes
/// decisions depend on the unit, points taken as independent, no least number of points.
/// </summary>
public static class KayentaJudge
{
    /// <summary>Judges.</summary>
    /// <param name="control">The control; may have NaN.</param>
    /// <param name="experiment">The experiment; may have NaN.</param>
    /// <param name="options">How.</param>
    public static MetricVerdict Judge(double[] control, double[] experiment, MetricOptions options) => Judge(control, experiment, options, MannWhitney.Interval);

    /// <summary>Judges with an interval found in another way, of ascending samples.</summary>
    internal static MetricVerdict Judge(double[] control, double[] experiment, MetricOptions options, Func<double[], double[], double, ShiftInterval> intervalOf)
    {
        var (before, after) = (Prepared(control, options), Prepared(experiment, options));
        if (before.Length == 0 || after.Length == 0)
        {
            return WithoutData(options);
        }

        var (x, y) = (Ascending(after), Ascending(before));
        if (x.AsSpan().SequenceEqual(y))
        {
            return new MetricVerdict(Classification.Pass, "the data are identical", 1) { Cles = 0.5 };
        }

        if (IsConstant(x) && IsConstant(y))
        {
            if (x[0] == y[0])
            {
                return new MetricVerdict(Classification.Pass, "", 1) { Cles = 0.5 };
            }

            // Of two constants the test says nothing; a trace of noise makes them comparable.
            (after, before) = (ConstantNoise.Over(after, seed: 2), ConstantNoise.Over(before, seed: 1));
            (x, y) = (Ascending(after), Ascending(before));
        }

        try
        {
            var cles = Samples.CommonLanguageEffect(x, y);
            var effect = options.Measure == EffectMeasure.Cles ? cles : Ratio(Samples.Mean(before), Samples.Mean(after));
            return Compared(intervalOf(x, y, options.Confidence), effect, cles, options);
        }
        catch (ArithmeticException e)
        {
            return new MetricVerdict(Classification.Error, e.Message, 1);
        }
    }

    /// <summary>The judge of means alone: whichever is larger.</summary>
    public static MetricVerdict JudgeMeans(double[] control, double[] experiment, MetricOptions options)
    {
        var (before, after) = (Prepared(control, options), Prepared(experiment, options));
        if (before.Length == 0 || after.Length == 0)
        {
            return WithoutData(options);
        }

        var (from, to) = (Samples.Mean(before), Samples.Mean(after));
        var classification = to > from ? Classification.High : to < from ? Classification.Low : Classification.Pass;
        return new MetricVerdict(classification, classification == Classification.Pass ? "" : $"the mean is {Number(to)}, and {Number(from)} in the control", Ratio(from, to)) { Estimate = to - from };
    }

    /// <summary>What an interval and an effect make of it.</summary>
    internal static MetricVerdict Compared(ShiftInterval interval, double effect, double cles, MetricOptions options)
    {
        var bound = options.Tolerance * Math.Abs(interval.Estimate);
        var isHigh = options.Direction != MetricDirection.Decrease && interval.Lower > bound && !(effect < options.Allowed.Increase);
        var isLow = !isHigh && options.Direction != MetricDirection.Increase && interval.Upper < -bound && !(effect > options.Allowed.Decrease);
        var isCritical = options.IsCritical && ((isHigh && !(effect < options.Critical.Increase)) || (isLow && !(effect > options.Critical.Decrease)));
        var classification = isHigh ? Classification.High : isLow ? Classification.Low : Classification.Pass;
        return new MetricVerdict(classification, Reason(classification, interval, bound), effect, isCritical)
        {
            Estimate = interval.Estimate,
            Lower = interval.Lower,
            Upper = interval.Upper,
            Cles = cles,
        };
    }

    private static string Reason(Classification classification, ShiftInterval interval, double bound) => classification switch
    {
        Classification.High => $"above the control by {Number(interval.Lower)} or more, and {Number(bound)} is tolerated",
        Classification.Low => $"below the control by {Number(-interval.Upper)} or more, and {Number(bound)} is tolerated",
        _ => "",
    };

    private static MetricVerdict WithoutData(MetricOptions options) =>
        options.NanStrategy == NanStrategy.Replace ? new MetricVerdict(Classification.Pass, "", 1)
        : options is { MustHaveData: true, IsCritical: false } ? new MetricVerdict(Classification.NodataFailMetric, "data are missing, and must be there", 1)
        : new MetricVerdict(Classification.Nodata, "data are missing", 1, options.IsCritical);

    /// <summary>The ratio of means as Kayenta has it: not a number where one is 0.</summary>
    internal static double Ratio(double control, double experiment) => control == 0 || experiment == 0 ? double.NaN : experiment / control;

    private static double[] Prepared(double[] sample, MetricOptions options)
    {
        var numbers = !Array.Exists(sample, double.IsNaN) ? sample
            : options.NanStrategy == NanStrategy.Remove ? Array.FindAll(sample, v => !double.IsNaN(v))
            : Array.ConvertAll(sample, v => double.IsNaN(v) ? 0 : v);
        return options.OutlierFactor is { } factor && numbers.Length > 0 ? OutlierFence.Inside(numbers, factor) : numbers;
    }

    private static double[] Ascending(double[] sample)
    {
        var ascending = (double[])sample.Clone();
        Array.Sort(ascending);
        return ascending;
    }

    private static bool IsConstant(double[] ascending) => ascending[0] == ascending[^1];

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
