using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>
/// Numbers of a decision to twelve digits. Logarithms and powers of different processors and libraries differ in the last bit; what is printed, kept and compared again later does not.
/// </summary>
internal static class Settled
{
    internal static MetricDecision Of(MetricDecision decision) => decision with
    {
        Canary = Of(decision.Canary),
        Baseline = Of(decision.Baseline),
        Ratio = Of(decision.Ratio),
        RatioLower = Of(decision.RatioLower),
        RatioUpper = Of(decision.RatioUpper),
        WorseEvidence = Of(decision.WorseEvidence),
        GoodEvidence = Of(decision.GoodEvidence),
        DetectableRatio = Of(decision.DetectableRatio),
    };

    private static double? Of(double? value) =>
        value is { } known && double.IsFinite(known) ? double.Parse(known.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
}
