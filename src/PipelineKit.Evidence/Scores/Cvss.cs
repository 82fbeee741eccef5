namespace PipelineKit.Evidence;

/// <summary>Base scores of CVSS 2.0, 3.0, 3.1 and 4.0 (FIRST), computed from vectors.</summary>
public static class Cvss
{
    private const int MaximumLength = 512;

    /// <summary>
    /// The base score of a vector, 0 to 10 with one decimal; false when the text is no complete vector. Threat, temporal and environmental metrics must be well-formed and do not count: they are opinions about somebody's
    /// environment, and only make a score lower.
    /// </summary>
    public static bool TryScore(string vector, out double score)
    {
        score = 0;
        var text = vector.AsSpan().Trim();
        if (text.Length > MaximumLength)
        {
            return false;
        }

        double? result;
        if (text.StartsWith("CVSS:4.0/", StringComparison.OrdinalIgnoreCase))
        {
            result = Cvss4.Score(new CvssMetrics(text[9..]));
        }
        else if (text.StartsWith("CVSS:3.1/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("CVSS:3.0/", StringComparison.OrdinalIgnoreCase))
        {
            result = CvssClassic.Score3(new CvssMetrics(text[9..]), isOld: text[7] == '0');
        }
        else
        {
            text = text.StartsWith("CVSS2#", StringComparison.OrdinalIgnoreCase) ? text[6..] : text.StartsWith("CVSS:2.0/", StringComparison.OrdinalIgnoreCase) ? text[9..] : text;
            text = text.Length > 2 && text[0] == '(' && text[^1] == ')' ? text[1..^1] : text;
            result = CvssClassic.Score2(new CvssMetrics(text));
        }

        score = result ?? 0;
        return result is not null;
    }

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
