using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Compares one record with the packages it names.</summary>
internal static class OsvComparison
{
    private const int LongestTitle = 200;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Adds a finding for every package that is affected, and notes which cannot be compared.</summary>
    public static void Match(OsvContent content, OsvIndex index, List<(int Order, Finding Finding)> found)
    {
        using var document = Parse(content);
        var record = new DocumentNode(document.RootElement, "", content.Name);
        if (record.Text("withdrawn").Length > 0)
        {
            return;
        }

        var hits = new Dictionary<OsvPackage, (OsvRanges Ranges, List<DocumentNode> Affected)>();
        foreach (var affected in record.Items("affected"))
        {
            if (affected["package"] is not { } package)
            {
                continue;
            }

            var ecosystem = package.Text("ecosystem");
            foreach (var wanted in index.Named(package.Text("name")))
            {
                if (!IsSame(ecosystem, wanted.Ecosystem))
                {
                    continue;
                }

                if (!hits.TryGetValue(wanted, out var hit))
                {
                    hits.Add(wanted, hit = (new OsvRanges(wanted.Scheme, wanted.Version), []));
                }

                hit.Ranges.Add(affected);
                hit.Affected.Add(affected);
            }
        }

        foreach (var (package, hit) in hits)
        {
            package.IsUndecided |= hit.Ranges.IsUndecided;
            if (hit.Ranges.IsAffected)
            {
                AddFindings(record, package, hit.Ranges, hit.Affected, found);
            }
        }
    }

    private static JsonDocument Parse(OsvContent content)
    {
        try
        {
            return JsonDocument.Parse(content.Content, Strict);
        }
        catch (JsonException e)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, content.Name, "is no record of OSV: " + e.Message, (int?)(e.LineNumber + 1), (int?)(e.BytePositionInLine + 1), e);
        }
    }

    /// <summary>Whether a record's ecosystem is the package's: the release of a distribution must be the same, with or without <c>:LTS</c>; what other ecosystems write behind a colon is a registry.</summary>
    private static bool IsSame(string ecosystem, string wanted) =>
        wanted.Contains(':', StringComparison.Ordinal)
            ? (ecosystem.EndsWith(":LTS", StringComparison.Ordinal) ? ecosystem[..^4] : ecosystem) == (wanted.EndsWith(":LTS", StringComparison.Ordinal) ? wanted[..^4] : wanted)
            : OsvNames.Family(ecosystem) == wanted;

    private static void AddFindings(DocumentNode record, OsvPackage package, OsvRanges ranges, List<DocumentNode> affected, List<(int Order, Finding Finding)> found)
    {
        var id = record.Require("id").AsText();
        var ratings = OsvSeverity.Ratings(record, affected, id);
        var upstream = Texts(record, "upstream");
        var finding = new Finding
        {
            Kind = id.StartsWith("MAL-", StringComparison.Ordinal) ? FindingKind.Malware : FindingKind.Vulnerability,
            Id = id,
            Aliases = [.. Texts(record, "aliases").Concat(upstream).Where(a => a != id).Distinct(StringComparer.Ordinal)],
            Package = package.Component.Package,
            Path = package.Component.Paths.Count > 0 ? package.Component.Paths[0] : null,
            Layer = package.Component.Layer,
            Severity = OsvSeverity.Decide(ratings),
            Ratings = ratings,
            Fix = ranges.Fixed.Count > 0 ? FixState.Fixed : ranges.HasOpenEnd || !HasRanges(affected) ? FixState.Unknown : FixState.NotFixed,
            FixedVersions = ranges.Fixed,
            Published = record.Instant("published"),
            Title = Title(record),
            Url = Url(record, id),
        };
        if (upstream.Count < 2)
        {
            found.Add((package.Order, finding));
            return;
        }

        // An advisory about several vulnerabilities is none of them: each is a finding, or they would all become one by their common alias.
        foreach (var vulnerability in upstream)
        {
            found.Add((package.Order, finding with { Id = vulnerability, Aliases = [], Title = Cut($"{id}: {finding.Title}") }));
        }
    }

    private static bool HasRanges(List<DocumentNode> affected) => affected.Exists(a => a.Items("ranges").Count > 0);

    private static List<string> Texts(DocumentNode record, string member)
    {
        var texts = new List<string>();
        foreach (var item in record.Items(member))
        {
            texts.Add(item.AsText());
        }

        return texts;
    }

    private static string Title(DocumentNode record)
    {
        var text = record.Text("summary") is { Length: > 0 } summary ? summary : record.Text("details").TrimStart();
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return Cut(end < 0 ? text : text[..end]);
    }

    private static string Cut(string text) => text.Length <= LongestTitle ? text : text[..(char.IsHighSurrogate(text[LongestTitle - 2]) ? LongestTitle - 2 : LongestTitle - 1)] + "…";

    private static string Url(DocumentNode record, string id)
    {
        foreach (var reference in record.Items("references"))
        {
            if (reference.Text("type") == "ADVISORY" && reference.Text("url") is var url && url.StartsWith("https://", StringComparison.Ordinal))
            {
                return url;
            }
        }

        return "https://osv.dev/vulnerability/" + Uri.EscapeDataString(id);
    }
}
