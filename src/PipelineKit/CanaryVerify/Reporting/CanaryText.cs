using System.Globalization;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>Words that the reports of canary-verify share.</summary>
internal static class CanaryText
{
    private const double Large = 100_000;
    private const double Small = 0.001;

    /// <summary>How long a decision probably needs yet, by the metric that needs longest; null when it is decided, or cannot be said.</summary>
    internal static TimeSpan? TimeNeeded(CanaryVerifyResult result) =>
        result.Decision.Verdict != CanaryVerdict.Inconclusive ? null
        : Counting(result).Max(m => m.StepsNeeded) is { } steps && steps > 0 ? result.Run.Step * steps : null;

    /// <summary>The ratio that would be found, by the metric that knows least; null when it cannot be said.</summary>
    internal static double? DetectableRatio(CanaryVerifyResult result) => Counting(result).Max(m => m.DetectableRatio);

    /// <summary>The metrics that are not only told.</summary>
    internal static IEnumerable<MetricDecision> Counting(CanaryVerifyResult result) => result.Decision.Metrics.Where(m => !IsMuted(result, m));

    internal static bool IsMuted(CanaryVerifyResult result, MetricDecision metric) => result.Run.Metrics.Any(m => m.IsMuted && m.Name == metric.Name);

    /// <summary>Four digits of a number, as people write it.</summary>
    internal static string Number(double? number) =>
        number is not { } value ? "–"
        : double.IsNaN(value) ? "none"
        : double.IsInfinity(value) ? (value > 0 ? "∞" : "-∞")
        : value == 0 ? "0"
        : Math.Abs(value) is < Small or >= Large ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 100 ? "0.#" : "0.####", CultureInfo.InvariantCulture);

    /// <summary>The ratio with its interval.</summary>
    internal static string Ratio(MetricDecision metric) =>
        metric.Ratio is null && metric.RatioLower is null ? "–"
        : metric is { RatioLower: { } lower, RatioUpper: { } upper } ? $"{Number(metric.Ratio)} ({Number(lower)} to {Number(upper)})"
        : Number(metric.Ratio);

    /// <summary>Minutes and seconds, as people say them.</summary>
    internal static string Span(TimeSpan span) =>
        span < TimeSpan.FromSeconds(90) ? Counted((int)Math.Ceiling(span.TotalSeconds), "second")
        : span < TimeSpan.FromMinutes(90) ? Counted((int)Math.Ceiling(span.TotalMinutes), "minute")
        : $"{span.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours";

    internal static string Counted(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    internal static string Seconds(TimeSpan? span) => span is { } time ? time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) : "";

    internal static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' ? text : text + ".";
}
