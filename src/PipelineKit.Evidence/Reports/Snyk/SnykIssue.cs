using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>One entry of <c>vulnerabilities</c>: a vulnerability, a licence (<c>type: license</c>), or a malicious package.</summary>
internal static class SnykIssue
{
    private const int IdMember = 0;
    private const int TypeMember = 1;
    private const int Title = 2;
    private const int SeverityMember = 3;
    private const int WithCritical = 4;
    private const int Score = 5;
    private const int Vector = 6;
    private const int Identifiers = 7;
    private const int Alternatives = 8;
    private const int Name = 9;
    private const int PackageName = 10;
    private const int Version = 11;
    private const int FixedIn = 12;
    private const int NearestFix = 13;
    private const int EpssDetails = 14;
    private const int Disclosed = 15;
    private const int PublishedMember = 16;
    private const int Malicious = 17;
    private const int License = 18;
    private const int PackageManager = 19;
    private const int NvdSeverity = 20;
    private const int Filtered = 21;
    private const int Url = 22;

    private static readonly MemberTable Members = new(
        "id", "type", "title", "severity", "severityWithCritical", "cvssScore", "CVSSv3", "identifiers", "alternativeIds", "name", "packageName", "version", "fixedIn", "nearestFixedInVersion", "epssDetails",
        "disclosureTime", "publicationTime", "malicious", "license", "packageManager", "nvdSeverity", "filtered", "url");

    private static readonly MemberTable Probability = new("probability");

    /// <summary>Reads it.</summary>
    public static Finding Read(ref JsonScan reader, FindingCollector collector)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var texts = collector.Texts;
        var values = new string?[Url + 1];
        var aliases = new List<string>();
        List<string>? fixes = null;
        var saysFixes = false;
        double? score = null, epss = null;
        DateTimeOffset? disclosed = null, published = null;
        var isMalicious = false;
        Suppression? suppression = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Score:
                    score = reader.Number() is > 0 and <= 10 and var number ? number : null;
                    break;
                case Identifiers:
                    ReadIdentifiers(ref reader, texts, aliases);
                    break;
                case Alternatives:
                    aliases.AddRange(reader.Texts(texts) ?? []);
                    break;
                case FixedIn:
                    fixes = reader.Texts(texts);
                    saysFixes = true;
                    break;
                case EpssDetails:
                    epss = ReadEpss(ref reader, texts);
                    break;
                case Disclosed:
                    disclosed = reader.Instant();
                    break;
                case PublishedMember:
                    published = reader.Instant();
                    break;
                case Malicious:
                    isMalicious = reader.Truth() ?? false;
                    break;
                case Filtered:
                    suppression = SnykFiltered.Read(ref reader, texts);
                    break;
                default:
                    values[member] = reader.Text(texts);
                    break;
            }
        }

        if (string.IsNullOrEmpty(values[IdMember]))
        {
            throw new JsonWrongException(start, "has no id");
        }

        var isLicense = values[TypeMember] == "license";
        var id = isLicense && values[License] is { Length: > 0 } license ? license : values[IdMember]!;
        aliases.RemoveAll(a => a == id || a.Length == 0);
        IReadOnlyList<string> versions = fixes is { Count: > 0 } ? fixes : FixedVersions.Split(values[NearestFix]);
        var severity = SeverityWords.Parse(values[WithCritical] is { Length: > 0 } withCritical ? withCritical : values[SeverityMember]);
        return new Finding
        {
            Kind = isLicense ? FindingKind.License : isMalicious ? FindingKind.Malware : FindingKind.Vulnerability,
            Id = id,
            Aliases = isLicense ? [] : [.. aliases.Distinct(StringComparer.Ordinal)],
            Package = Package(Ecosystem(values[PackageManager]), new PackageIdentity("", values[Name] is { Length: > 0 } name ? name : values[PackageName] ?? "", values[Version] ?? "")),
            Severity = severity,
            Ratings = Rate(values, severity, score, collector),
            Fix = versions.Count > 0 ? FixState.Fixed : saysFixes ? FixState.NotFixed : FixState.Unknown,
            FixedVersions = versions,
            Published = disclosed ?? published,
            Epss = epss,
            Title = FindingCollector.Title(values[Title]),
            Url = FindingCollector.Url(values[Url]),
            Suppression = suppression,
        };
    }

    /// <summary>The type of package URL of a manager as Snyk names it, <c>deb</c> or <c>debian:10</c>; empty when it is not known.</summary>
    public static string Ecosystem(string? manager)
    {
        var colon = manager?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        var name = colon > 0 ? manager![..colon] : manager;
        return name switch
        {
            null or "linux" => "",
            "yarn" or "pnpm" or "yarn-workspace" => "npm",
            "gradle" or "sbt" => "maven",
            "paket" => "nuget",
            "pip" or "poetry" or "pipenv" => "pypi",
            "gomodules" or "golangdep" or "govendor" => "golang",
            "rubygems" => "gem",
            "rhel" => "rpm",
            "sles" or "suse" => "rpm",
            _ => TrivyTypes.Ecosystem(name),
        };
    }

    /// <summary>A package of that type; <c>zlib/zlib1g</c> is how Snyk names a binary package of a distribution behind its source.</summary>
    public static PackageIdentity Package(string ecosystem, PackageIdentity package)
    {
        var slash = ecosystem is "deb" or "apk" or "rpm" ? package.Name.LastIndexOf('/') : -1;
        return package with { Type = ecosystem, Name = slash >= 0 ? package.Name[(slash + 1)..] : package.Name };
    }

    private static IReadOnlyList<SeverityRating> Rate(string?[] values, Severity severity, double? score, FindingCollector collector)
    {
        var own = collector.Rating("snyk", severity, score, values[Vector] is { Length: > 0 } vector ? vector : null);
        var nvd = SeverityWords.Parse(values[NvdSeverity]);
        return nvd == Severity.Unknown ? [own] : [own, collector.Rating("nvd", nvd, null, null)];
    }

    /// <summary>By kind: <c>CVE</c>, <c>GHSA</c>, <c>ALTERNATIVE</c>; weaknesses (<c>CWE</c>) are no identifiers of the vulnerability.</summary>
    private static void ReadIdentifiers(ref JsonScan reader, TextPool texts, List<string> aliases)
    {
        if (reader.EnterObject())
        {
            while (reader.NextName(texts) is { } kind)
            {
                if (kind is "CVE" or "GHSA" or "ALTERNATIVE")
                {
                    aliases.AddRange(reader.Texts(texts) ?? []);
                }
                else
                {
                    reader.Pass();
                }
            }
        }
    }

    /// <summary>Snyk writes these numbers as texts.</summary>
    private static double? ReadEpss(ref JsonScan reader, TextPool texts)
    {
        double? epss = null;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(Probability, ref seen) != JsonRead.End)
            {
                var at = reader.TokenStartIndex;
                epss = reader.TokenType == JsonTokenType.Number ? reader.Number()
                    : reader.Text(texts) is not { Length: > 0 } text ? null
                    : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
                if (epss is not null and not (>= 0 and <= 1))
                {
                    throw new JsonWrongException(at, "is no probability from 0 to 1");
                }
            }
        }

        return epss;
    }
}
