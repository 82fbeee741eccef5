namespace PipelineKit.Evidence;

/// <summary>The words of scanners for severities, in one place.</summary>
public static class SeverityWords
{
    /// <summary>The severity of a word, in any case; <see cref="Severity.Unknown"/> for none and for one that is not known.</summary>
    public static Severity Parse(string? word) => word switch
    {
        // As scanners write them most, without making a string.
        "CRITICAL" or "Critical" or "critical" => Severity.Critical,
        "HIGH" or "High" or "high" => Severity.High,
        "MEDIUM" or "Medium" or "medium" => Severity.Medium,
        "LOW" or "Low" or "low" => Severity.Low,
        null or "" or "UNKNOWN" or "Unknown" => Severity.Unknown,
        _ => ParseLower(word.ToLowerInvariant()),
    };

    private static Severity ParseLower(string word) => word switch
    {
        "critical" => Severity.Critical,
        "high" or "important" or "severe" => Severity.High,
        "medium" or "moderate" => Severity.Medium,
        "low" or "minor" => Severity.Low,
        "negligible" or "none" or "info" or "informational" or "note" or "unimportant" => Severity.Negligible,
        _ => Severity.Unknown,
    };
}
