namespace PipelineKit.Evidence;

/// <summary>
/// The ratings of a vulnerability. Grype writes the probability of EPSS and the entry in a catalogue of exploited vulnerabilities as ratings of the method <c>other</c>: those are no severities, and a score of 1.0 of them is not 1.0 of 10.
/// </summary>
internal sealed class CycloneDxRatings
{
    private readonly List<SeverityRating> _ratings = [];

    public CycloneDxRatings(string? source, JsonView ratings, TextPool texts)
    {
        foreach (var rating in ratings.Items())
        {
            var (name, method, score) = (rating["source"u8]["name"u8].Text(texts) ?? source, rating["method"u8].Text(texts), rating["score"u8].Number());
            if (method is "other" or null && score is >= 0 and <= 1 && IsEpss(name))
            {
                Epss = score;
            }
            else if (method is "other" or null && name?.Contains("KEV", StringComparison.OrdinalIgnoreCase) == true)
            {
                IsExploited = true;
            }
            else
            {
                // The score of another method (OWASP, SSVC) has another scale.
                var isCvss = method?.StartsWith("CVSS", StringComparison.Ordinal) != false;
                var (base10, vector) = (isCvss && score is >= 0 and <= 10 ? score : null, rating["vector"u8].Text(texts));
                var severity = SeverityWords.Parse(rating["severity"u8].Text(texts));
                severity = severity == Severity.Unknown && !rating["severity"u8].Exists && base10 is { } known ? Cvss.SeverityOf(known) : severity;
                _ratings.Add(new SeverityRating(RatingSources.Of(name), severity, base10 ?? (method == "other" && rating["severity"u8].Exists ? score : null), vector));
            }
        }
    }

    /// <summary>The severities.</summary>
    public IReadOnlyList<SeverityRating> Ratings => _ratings;

    /// <summary>The probability of being exploited; null when not said.</summary>
    public double? Epss { get; }

    /// <summary>Whether it is in a catalogue of exploited vulnerabilities.</summary>
    public bool IsExploited { get; }

    private static bool IsEpss(string? name) =>
        name is not null && (name.Equals("FIRST", StringComparison.OrdinalIgnoreCase) || name.Contains("EPSS", StringComparison.OrdinalIgnoreCase));
}
