using System.Globalization;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>EPSS scores of a day (FIRST), from <c>epss_scores-current.csv</c> or <c>.csv.gz</c>.</summary>
public sealed class EpssScores
{
    private readonly Dictionary<string, float> _scores;

    private EpssScores(string name, Digest digest, DateTimeOffset? scoredAt, Dictionary<string, float> scores) =>
        (Name, Digest, ScoredAt, _scores) = (name, digest, scoredAt, scores);

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The digest of its bytes.</summary>
    public Digest Digest { get; }

    /// <summary>The day of the scores; null when the file does not say.</summary>
    public DateTimeOffset? ScoredAt { get; }

    /// <summary>Reads; only identifiers in <paramref name="wanted"/> are kept (null keeps all).</summary>
    /// <exception cref="EvidenceException">It is no such file.</exception>
    public static EpssScores Read(Stream content, string name, IReadOnlySet<string>? wanted, EvidenceLimits limits, CancellationToken cancellation)
    {
        using var bytes = new EvidenceBytes(content, name, limits);
        var lines = new FeedLines(bytes.Content, name, limits);
        var scores = new Dictionary<string, float>(StringComparer.Ordinal);
        DateTimeOffset? scoredAt = null;
        var line = lines.Next() ?? throw lines.Wrong("is empty; an EPSS file begins with '#model_version:' or 'cve,epss,percentile'");
        if (line.StartsWith('#'))
        {
            scoredAt = DayOf(line, lines);
            line = lines.Next() ?? "";
        }

        if (!line.StartsWith("cve,epss", StringComparison.Ordinal))
        {
            throw new EvidenceException(EvidenceProblem.UnknownFormat, name, "is no EPSS file: the line 'cve,epss,percentile' is missing; take epss_scores-current.csv.gz of FIRST", lines.Line);
        }

        while (lines.Next() is { } row)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(row, lines, wanted, scores, limits);
        }

        return new EpssScores(name, bytes.Finish(cancellation), scoredAt, scores);
    }

    /// <summary>The probability of this CVE, 0 to 1; null when there is none.</summary>
    public double? Find(string cve) => _scores.TryGetValue(cve, out var score) ? Math.Round(score, 6) : null;

    private static void Add(string row, FeedLines lines, IReadOnlySet<string>? wanted, Dictionary<string, float> scores, EvidenceLimits limits)
    {
        if (row.Length == 0)
        {
            return;
        }

        var comma = row.IndexOf(',', StringComparison.Ordinal);
        var rest = comma < 0 ? default : row.AsSpan(comma + 1);
        var second = rest.IndexOf(',');
        var number = second < 0 ? rest : rest[..second];
        if (comma < 0 || !row.StartsWith("CVE-", StringComparison.Ordinal) || !float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !(score is >= 0 and <= 1))
        {
            throw lines.Wrong("is not of the form CVE-2024-1234,0.01234,0.5678 with a probability from 0 to 1");
        }

        var cve = row[..comma];
        if (wanted is not null && !wanted.Contains(cve))
        {
            return;
        }

        if (scores.Count >= limits.Items)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, lines.Name, $"has more than {limits.Items} scores", lines.Line);
        }

        if (!scores.TryAdd(cve, score))
        {
            throw lines.Wrong($"has {cve} a second time");
        }
    }

    /// <summary><c>#model_version:v2025.03.14,score_date:2025-09-24T12:55:00Z</c>.</summary>
    private static DateTimeOffset? DayOf(string line, FeedLines lines)
    {
        const string Date = "score_date:";
        var at = line.IndexOf(Date, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        // "+0000" is how FIRST wrote the offset before it wrote "Z".
        var text = line.AsSpan(at + Date.Length);
        var comma = text.IndexOf(',');
        return Instants.TryParse(comma < 0 ? text : text[..comma], out var day) ? day : throw lines.Wrong("has a score_date that is no time of RFC 3339");
    }
}
