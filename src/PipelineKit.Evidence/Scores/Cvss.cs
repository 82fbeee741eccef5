namespace PipelineKit.Evidence;

/// <summary>Base scores of CVSS 2.0, 3.0, 3.1 and 4.0 (FIRST), computed from vectors.</summary>
public static class Cvss
{
    /// <summary>The base score of a vector, 0 to 10 with one decimal; false when the text is no complete vector.</summary>
    public static bool TryScore(string vector, out double score) => throw new NotImplementedException();

    /// <summary>The word for a score (CVSS v3.1 section 5): 0 is <see cref="Severity.Negligible"/>.</summary>
    public static Severity SeverityOf(double score) => throw new NotImplementedException();
}
