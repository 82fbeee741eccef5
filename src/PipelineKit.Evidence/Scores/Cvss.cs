namespace PipelineKit.Evidence;

/// <summary>Base scores of CVSS 2.0, 3.0, 3.1 and 4.0 (FIRST), computed from vectors.</summary>
public static class Cvss
{
    /// <summary>The base score of a vector, 0 to 10 with one decimal; false when the text is no complete vector.</summary>
    public static bool TryScore(string vector, out double score) => throw new NotImplementedException();

    /// <summary>The word for a score (CVSS v3.1 section 5): 0 is <see cref="Severity.Negligible"/>.</summary>
    /// <param name="score">0 to 10; anything else is <see cref="Severity.Unknown"/>.</param>
    public static Severity SeverityOf(double score) => score switch
    {
        >= 0 and < 0.1 => Severity.Negligible,
        >= 0.1 and < 4 => Severity.Low,
        >= 4 and < 7 => Severity.Medium,
        >= 7 and < 9 => Severity.High,
        >= 9 and <= 10 => Severity.Critical,
        _ => Severity.Unknown,
    };
}
