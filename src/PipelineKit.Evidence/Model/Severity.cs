namespace PipelineKit.Evidence;

/// <summary>How grave a finding is, by the words all scanners share (CVSS v3.1 section 5). A larger value is graver; <see cref="Unknown"/> is not "harmless", it is below everything only in sorting.</summary>
public enum Severity
{
    /// <summary>Nobody said, or what was said is not understood.</summary>
    Unknown,

    /// <summary>Rated, and as good as harmless: <c>none</c>, <c>negligible</c>, <c>info</c>, <c>note</c>.</summary>
    Negligible,

    /// <summary>CVSS 0.1 to 3.9.</summary>
    Low,

    /// <summary>CVSS 4.0 to 6.9.</summary>
    Medium,

    /// <summary>CVSS 7.0 to 8.9.</summary>
    High,

    /// <summary>CVSS 9.0 to 10.0.</summary>
    Critical,
}

/// <summary>One opinion about a severity.</summary>
/// <param name="Source">Whose: <c>nvd</c>, <c>ghsa</c>, <c>debian</c>, <c>redhat</c>, a scanner's name; lower case.</param>
/// <param name="Severity">In words; <see cref="Severity.Unknown"/> when only a score was given that cannot be read.</param>
/// <param name="Score">The CVSS base score, 0 to 10; null when there is none.</param>
/// <param name="Vector">The CVSS vector, or null.</param>
public sealed record SeverityRating(string Source, Severity Severity, double? Score = null, string? Vector = null);
