using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A record of OSV inside a scanner's report; only what findings ask for.</summary>
internal sealed record OsvScannerRecord
{
    private const int IdMember = 0;
    private const int AliasesMember = 1;
    private const int Upstream = 2;
    private const int Withdrawn = 3;
    private const int PublishedMember = 4;
    private const int Summary = 5;
    private const int SeverityMember = 6;
    private const int DatabaseSpecific = 7;
    private const int Affected = 8;

    private static readonly MemberTable Members = new("id", "aliases", "upstream", "withdrawn", "published", "summary", "severity", "database_specific", "affected");
    private static readonly MemberTable Specific = new("severity");
    private static readonly MemberTable SeverityMembers = new("type", "score");

    private readonly List<OsvAffected> _affected = [];

    /// <summary>The identifier.</summary>
    public required string Id { get; init; }

    /// <summary>What else it is called.</summary>
    public IReadOnlyList<string> Aliases { get; private set; } = [];

    /// <summary>Whether it was taken back.</summary>
    public bool IsWithdrawn { get; private set; }

    /// <summary>When it was made public.</summary>
    public DateTimeOffset? Published { get; private set; }

    /// <summary>A few words.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Its opinions.</summary>
    public IReadOnlyList<SeverityRating> Ratings { get; private set; } = [];

    /// <summary>Whether it has ranges at all, and so would name a fix.</summary>
    public bool SaysRanges => _affected.Exists(a => a.HasRanges);

    /// <summary>Versions of this package with a fix, newer than the one installed.</summary>
    public IEnumerable<string> FixesOf(string name, string ecosystem, string version)
    {
        var scheme = VersionOrder.Of(ecosystem);
        foreach (var affected in _affected)
        {
            if (affected.Name != name || !(ecosystem == affected.Ecosystem || ecosystem.StartsWith(affected.Ecosystem + ":", StringComparison.Ordinal)))
            {
                continue;
            }

            foreach (var fix in affected.Fixes)
            {
                if (VersionOrder.Compare(scheme, version, fix) is null or < 0)
                {
                    yield return fix;
                }
            }
        }
    }

    /// <summary>Reads it.</summary>
    public static OsvScannerRecord Read(ref JsonScan reader, FindingCollector collector)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var texts = collector.Texts;
        var (id, word) = ("", "");
        var record = new OsvScannerRecord { Id = "" };
        var scores = new List<(string Type, string Score)>();
        List<string>? aliases = null, upstream = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case IdMember:
                    id = reader.Text(texts) ?? "";
                    break;
                case AliasesMember:
                    aliases = reader.Texts(texts);
                    break;
                case Upstream:
                    upstream = reader.Texts(texts);
                    break;
                case Withdrawn:
                    record.IsWithdrawn = reader.Instant() is not null;
                    break;
                case PublishedMember:
                    record.Published = reader.Instant();
                    break;
                case Summary:
                    record.Title = FindingCollector.Title(reader.Text(texts));
                    break;
                case SeverityMember:
                    ReadScores(ref reader, texts, scores);
                    break;
                case DatabaseSpecific:
                    word = ReadWord(ref reader, texts);
                    break;
                case Affected when reader.EnterArray():
                    while (reader.NextElement())
                    {
                        record._affected.Add(OsvAffected.Read(ref reader, texts));
                    }

                    break;
            }
        }

        // An advisory that mends several vulnerabilities (DSA, USN) has them upstream; one that is a distribution's name for a CVE has one.
        List<string> others = [.. aliases ?? [], .. upstream is { Count: 1 } ? upstream : []];
        return id.Length == 0 ? throw new JsonWrongException(start, "has no id") : record with { Id = id, Aliases = others, Ratings = Rate(id, word, scores, collector) };
    }

    private static List<SeverityRating> Rate(string id, string word, List<(string Type, string Score)> scores, FindingCollector collector)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        var source = RatingSources.Of(dash > 0 ? id[..dash] : id);
        var said = SeverityWords.Parse(word);
        var ratings = new List<SeverityRating>();
        if (said != Severity.Unknown)
        {
            ratings.Add(collector.Rating(source, said, null, null));
        }

        foreach (var (type, score) in scores)
        {
            ratings.Add(!type.StartsWith("CVSS", StringComparison.Ordinal) ? collector.Rating(RatingSources.Of(type), SeverityWords.Parse(score), null, null)
                : Cvss.TryScore(score, out var number) ? collector.Rating(source, Cvss.SeverityOf(number), number, score)
                : collector.Rating(source, Severity.Unknown, null, score));
        }

        return ratings;
    }

    private static void ReadScores(ref JsonScan reader, TextPool texts, List<(string Type, string Score)> scores)
    {
        if (!reader.EnterArray())
        {
            return;
        }

        while (reader.NextElement())
        {
            var values = new string?[2];
            if (reader.EnterObject())
            {
                var seen = 0UL;
                for (int member; (member = reader.NextMember(SeverityMembers, ref seen)) != JsonRead.End;)
                {
                    values[member] = reader.Text(texts);
                }
            }

            scores.Add((values[0] ?? "", values[1] ?? ""));
        }
    }

    private static string ReadWord(ref JsonScan reader, TextPool texts)
    {
        var word = "";
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(Specific, ref seen) != JsonRead.End)
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    word = reader.Text(texts)!;
                }
                else
                {
                    reader.Pass();
                }
            }
        }

        return word;
    }
}
