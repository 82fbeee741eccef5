
namespace PipelineKit.Canary;

/// <summary>
/// Asks what <see cref="KayentaJudge"/> asks, with an exact interval: the verdict is the same in every unit, and does not depend on where a root finder stops. Infinite values cannot be judged.
/// </summary>
public static class RankJudge
{
    /// <summary>Judges.</summary>
    public static MetricVerdict Judge(double[] control, double[] experiment, MetricOptions options) =>
        Array.Exists(control, double.IsInfinity) || Array.Exists(experiment, double.IsInfinity)
            ? new MetricVerdict(Classification.Error, "there are infinite values", 1)
            : KayentaJudge.Judge(control, experiment, options, ShiftQuantiles.Interval);
}
