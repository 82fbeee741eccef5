using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>One entry of GitLab's <c>vulnerabilities</c>. A fix is only in the words of <c>solution</c>.</summary>
internal sealed class GitLabFinding(FindingCollector collector)
{
    private const int IdMember = 0;
    private const int Name = 1;
    private const int Message = 2;
    private const int SeverityMember = 3;
    private const int Solution = 4;
    private const int Location = 5;
    private const int Identifiers = 6;

    private const int Dependency = 0;
    private const int System = 1;
    private const int Image = 2;
    private const int File = 3;

    private static readonly MemberTable Members = new("id", "name", "message", "severity", "solution", "location", "identifiers");
    private static readonly MemberTable LocationMembers = new("dependency", "operating_system", "image", "file");
    private static readonly MemberTable DependencyMembers = new("package", "version");
    private static readonly MemberTable PackageMembers = new("name");
    private static readonly MemberTable IdentifierMembers = new("type", "value", "url");

    /// <summary>The image the findings name.</summary>
    public SubjectFacts Subject { get; private set; } = new();

    /// <summary>Reads it.</summary>
    public Finding Read(ref JsonScan reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var texts = collector.Texts;
        var values = new string?[Location];
        var (package, path) = (PackageIdentity.None, (string?)null);
        var ids = new List<string>();
        string? url = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Location:
                    (package, path) = ReadLocation(ref reader);
                    break;
                case Identifiers:
                    url = ReadIdentifiers(ref reader, ids);
                    break;
                default:
                    values[member] = reader.Text(texts);
                    break;
            }
        }

        var id = ids.Find(i => i.StartsWith("CVE-", StringComparison.Ordinal)) ?? (ids.Count > 0 ? ids[0] : values[IdMember]);
        if (string.IsNullOrEmpty(id))
        {
            throw new JsonWrongException(start, "has neither identifiers nor an id");
        }

        var fixes = FixesOf(values[Solution]);
        ids.RemoveAll(i => i == id);
        return new Finding
        {
            Kind = FindingKind.Vulnerability,
            Id = id,
            Aliases = ids,
            Package = package,
            Path = path,
            Severity = SeverityWords.Parse(values[SeverityMember]),
            Fix = fixes.Count > 0 ? FixState.Fixed : FixState.Unknown,
            FixedVersions = fixes,
            Title = FindingCollector.Title((values[Name] is { Length: > 0 } name ? name : values[Message])?.Replace("&amp;", "&", StringComparison.Ordinal)),
            Url = FindingCollector.Url(url),
        };
    }

    /// <summary>"Upgrade musl to 1.1.22-r4": the versions behind the last "to".</summary>
    private static IReadOnlyList<string> FixesOf(string? solution)
    {
        const string To = " to ";
        var at = solution?.StartsWith("Upgrade ", StringComparison.Ordinal) == true ? solution.LastIndexOf(To, StringComparison.Ordinal) : -1;
        return at < 0 ? [] : FixedVersions.Split(solution![(at + To.Length)..].TrimEnd('.'));
    }

    private (PackageIdentity Package, string? Path) ReadLocation(ref JsonScan reader)
    {
        var values = new string?[File + 1];
        var (name, version) = ("", "");
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(LocationMembers, ref seen)) != JsonRead.End;)
            {
                if (member == Dependency)
                {
                    (name, version) = ReadDependency(ref reader);
                }
                else
                {
                    values[member] = reader.Text(collector.Texts);
                }
            }
        }

        // "debian 12.5", or "debian:12"; "Unknown" for what is no package of a distribution.
        var words = (values[System] ?? "").Split(' ', ':');
        var family = words[0].ToLowerInvariant();
        var isDistribution = TrivyTypes.IsDistribution(family);
        Subject = Subject with
        {
            Name = values[Image] ?? Subject.Name,
            Manifests = Subject.Manifests.Count > 0 ? Subject.Manifests : Digests.Of(values[Image]),
            OperatingSystem = Subject.OperatingSystem ?? (isDistribution ? new OperatingSystemFacts(family, words.Length > 1 ? words[1] : "") : null),
        };
        return (collector.Package(isDistribution ? TrivyTypes.Ecosystem(family) : "", name, version, null), string.IsNullOrEmpty(values[File]) ? null : values[File]);
    }

    private (string Name, string Version) ReadDependency(ref JsonScan reader)
    {
        var (name, version) = ("", "");
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(DependencyMembers, ref seen)) != JsonRead.End;)
            {
                if (member == 0)
                {
                    name = SarifRule.ReadOne(ref reader, PackageMembers, collector.Texts) ?? "";
                }
                else
                {
                    version = reader.Text(collector.Texts) ?? "";
                }
            }
        }

        return (name, version);
    }

    /// <summary>Weaknesses (<c>cwe</c>) are no identifiers of the vulnerability.</summary>
    private string? ReadIdentifiers(ref JsonScan reader, List<string> ids)
    {
        string? url = null;
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                var values = new string?[3];
                if (reader.EnterObject())
                {
                    var seen = 0UL;
                    for (int member; (member = reader.NextMember(IdentifierMembers, ref seen)) != JsonRead.End;)
                    {
                        values[member] = reader.Text(collector.Texts);
                    }
                }

                if (values[1] is { Length: > 0 } value && !string.Equals(values[0], "cwe", StringComparison.OrdinalIgnoreCase) && !ids.Contains(value))
                {
                    ids.Add(value);
                    url ??= values[2];
                }
            }
        }

        return url;
    }
}
