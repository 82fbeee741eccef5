using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>How values are written in reasons and in the decision.</summary>
internal static class Texts
{
    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>With all that was given, so that it reads back equal.</summary>
    internal static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    internal static string Span(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 && span.TotalDays >= 2 ? $"{span.Days} days"
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? $"{(long)span.TotalHours} h"
        : $"{(long)span.TotalMinutes} min";

    internal static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString(CultureInfo.InvariantCulture)} {many}";

    /// <summary>The word for a value of an enumeration: <c>wontFix</c> of <see cref="FixState.WontFix"/>.</summary>
    internal static string Word(FixState state) => state switch
    {
        FixState.Fixed => "fixed",
        FixState.NotFixed => "not-fixed",
        FixState.WontFix => "wont-fix",
        _ => "unknown",
    };

    internal static string Word(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Medium => "medium",
        Severity.Low => "low",
        Severity.Negligible => "negligible",
        _ => "unknown",
    };

    internal static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Malware => "malware",
        FindingKind.Misconfiguration => "misconfiguration",
        FindingKind.Secret => "secret",
        FindingKind.License => "license",
        _ => "vulnerability",
    };

    internal static string Word(GateAction action) => action switch
    {
        GateAction.Block => "block",
        GateAction.Review => "review",
        GateAction.Warn => "warn",
        _ => "allow",
    };

    internal static string Word(VexStatus status) => status switch
    {
        VexStatus.NotAffected => "not_affected",
        VexStatus.Fixed => "fixed",
        VexStatus.Affected => "affected",
        _ => "under_investigation",
    };
}
