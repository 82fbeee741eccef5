using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>The catalogue of known exploited vulnerabilities (CISA KEV JSON).</summary>
public sealed class KevCatalog
{
    private const int Released = 0;
    private const int Vulnerabilities = 1;

    private const int Cve = 0;
    private const int Added = 1;
    private const int Due = 2;
    private const int Ransomware = 3;

    private static readonly MemberTable Members = new("dateReleased", "vulnerabilities", "count");
    private static readonly MemberTable EntryMembers = new("cveID", "dateAdded", "dueDate", "knownRansomwareCampaignUse");

    private readonly Dictionary<string, KnownExploited> _entries;

    private KevCatalog(string name, Digest digest, DateTimeOffset? releasedAt, Dictionary<string, KnownExploited> entries) =>
        (Name, Digest, ReleasedAt, _entries) = (name, digest, releasedAt, entries);

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The digest of its bytes.</summary>
    public Digest Digest { get; }

    /// <summary>When it was released; null when the file does not say.</summary>
    public DateTimeOffset? ReleasedAt { get; }

    /// <summary>Reads.</summary>
    /// <exception cref="EvidenceException">It is no such file.</exception>
    public static KevCatalog Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        using var bytes = new EvidenceBytes(content, name, limits);
        var input = new JsonInput(bytes.Content, name, limits, cancellation);
        var entries = new Dictionary<string, KnownExploited>(StringComparer.Ordinal);
        DateTimeOffset? released = null;
        try
        {
            if (input.Peek() != JsonTokenType.StartObject)
            {
                throw NoCatalog(input);
            }

            input.EnterObject();
            input.Release();
            var (count, hasEntries) = ((int?)null, false);
            var seen = 0UL;
            for (int member; (member = input.NextMember(Members, ref seen)) != JsonRead.End;)
            {
                switch (member)
                {
                    case Released:
                        input.Read((ref JsonScan reader) => released = reader.Instant());
                        break;
                    case Vulnerabilities:
                        hasEntries = input.ReadEach((ref JsonScan reader) => Add(ref reader, input, entries));
                        break;
                    default:
                        input.Read((ref JsonScan reader) => count = reader.Integer());
                        break;
                }
            }

            input.End();
            if (!hasEntries || (count is { } said && said != entries.Count))
            {
                throw hasEntries ? input.Refuse(EvidenceProblem.Damaged, $"says it has {count} entries, but has {entries.Count}") : NoCatalog(input);
            }
        }
        catch (JsonException e)
        {
            throw input.Explain(e);
        }
        catch (JsonWrongException e)
        {
            throw input.Explain(e);
        }

        return new KevCatalog(name, bytes.Finish(cancellation), released, entries);
    }

    /// <summary>The entry of this CVE, or null.</summary>
    public KnownExploited? Find(string cve) => _entries.GetValueOrDefault(cve);

    private static void Add(ref JsonScan reader, JsonInput input, Dictionary<string, KnownExploited> entries)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        string? cve = null;
        DateTimeOffset? added = null, due = null;
        var isRansomware = false;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(EntryMembers, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Cve:
                    cve = reader.Text(input.Texts);
                    break;
                case Added:
                    added = reader.Instant();
                    break;
                case Due:
                    due = reader.Instant();
                    break;
                case Ransomware:
                    isRansomware = string.Equals(reader.Text(input.Texts), "Known", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        if (string.IsNullOrEmpty(cve) || entries.Count >= input.Limits.Items)
        {
            throw new JsonWrongException(start, string.IsNullOrEmpty(cve) ? "has no cveID" : "is one more than is read");
        }

        if (!entries.TryAdd(cve, new KnownExploited("cisa", DayOf(added), DayOf(due), isRansomware)))
        {
            throw new JsonWrongException(start, $"is {cve} a second time");
        }
    }

    private static DateOnly? DayOf(DateTimeOffset? instant) => instant is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    private static EvidenceException NoCatalog(JsonInput input) =>
        input.Refuse(EvidenceProblem.UnknownFormat, "is no catalogue of known exploited vulnerabilities: take known_exploited_vulnerabilities.json of CISA");
}
