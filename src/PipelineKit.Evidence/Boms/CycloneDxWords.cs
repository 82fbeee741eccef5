namespace PipelineKit.Evidence;

/// <summary>The words of CycloneDX, and those of our properties, for what the model has as values.</summary>
internal static class CycloneDxWords
{
    public static string Of(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Medium => "medium",
        Severity.Low => "low",
        Severity.Negligible => "info",
        _ => "unknown",
    };

    public static string Of(FixState fix) => fix switch
    {
        FixState.Fixed => "fixed",
        FixState.NotFixed => "not-fixed",
        FixState.WontFix => "wont-fix",
        _ => "unknown",
    };

    public static FixState FixOf(string? word) => word switch
    {
        "fixed" => FixState.Fixed,
        "not-fixed" => FixState.NotFixed,
        "wont-fix" => FixState.WontFix,
        _ => FixState.Unknown,
    };

    public static string Of(FindingKind kind) => kind switch
    {
        FindingKind.Malware => "malware",
        FindingKind.Misconfiguration => "misconfiguration",
        FindingKind.Secret => "secret",
        FindingKind.License => "license",
        _ => "vulnerability",
    };

    public static FindingKind KindOf(string? word) => word switch
    {
        "malware" => FindingKind.Malware,
        "misconfiguration" => FindingKind.Misconfiguration,
        "secret" => FindingKind.Secret,
        "license" => FindingKind.License,
        _ => FindingKind.Vulnerability,
    };
}
