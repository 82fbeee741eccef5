using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>What Trivy finds besides vulnerabilities: misconfigurations, secrets and licences. Their members differ; these are the ones looked at.</summary>
internal static class TrivyOthers
{
    private const int IdMember = 0;
    private const int OldIdMember = 1;
    private const int TitleMember = 2;
    private const int SeverityMember = 3;
    private const int StatusMember = 4;
    private const int UrlMember = 5;
    private const int CauseMember = 6;
    private const int LayerMember = 7;
    private const int LineMember = 8;
    private const int PackageMember = 9;
    private const int FileMember = 10;

    private static readonly MemberTable Misconfiguration = new("ID", "AVDID", "Title", "Severity", "Status", "PrimaryURL", "CauseMetadata", "Layer");
    private static readonly MemberTable Cause = new("StartLine");

    /// <summary><c>Match</c> and <c>Code</c> have the secret: they are not looked at.</summary>
    private static readonly MemberTable Secret = new("RuleID", null, "Title", "Severity", null, null, null, "Layer", "StartLine");
    private static readonly MemberTable License = new("Name", null, "Category", "Severity", null, "Link", null, null, null, "PkgName", "FilePath");

    /// <summary>A misconfiguration; null for a check that passed, or that the scanned files themselves except.</summary>
    public static Finding? ReadMisconfiguration(ref JsonScan reader, FindingCollector collector, string? path)
    {
        var finding = Read(ref reader, collector, Misconfiguration, FindingKind.Misconfiguration, "ID", out var status);
        return status is null or "" or "FAIL" ? finding with { Path = path } : null;
    }

    /// <summary>A secret, without its text.</summary>
    public static Finding ReadSecret(ref JsonScan reader, FindingCollector collector, string? path) =>
        Read(ref reader, collector, Secret, FindingKind.Secret, "RuleID", out _) with { Path = path };

    /// <summary>A licence Trivy has an opinion about.</summary>
    public static Finding ReadLicense(ref JsonScan reader, FindingCollector collector, string ecosystem)
    {
        var finding = Read(ref reader, collector, License, FindingKind.License, "Name", out _);
        return finding.Package.Name.Length > 0 ? finding with { Package = collector.Package(ecosystem, finding.Package.Name, "", null) } : finding;
    }

    private static Finding Read(ref JsonScan reader, FindingCollector collector, MemberTable members, FindingKind kind, string idName, out string? status)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var texts = collector.Texts;
        string? id = null, oldId = null, title = null, severity = null, url = null, layer = null, package = null, file = null;
        int? line = null;
        status = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case IdMember:
                    id = reader.Text(texts);
                    break;
                case OldIdMember:
                    oldId = reader.Text(texts);
                    break;
                case TitleMember:
                    title = reader.Text(texts);
                    break;
                case SeverityMember:
                    severity = reader.Text(texts);
                    break;
                case StatusMember:
                    status = reader.Text(texts);
                    break;
                case UrlMember:
                    url = reader.Text(texts);
                    break;
                case CauseMember:
                    line = ReadCause(ref reader);
                    break;
                case LayerMember:
                    layer = TrivyVulnerability.ReadLayer(ref reader, texts);
                    break;
                case LineMember:
                    line = reader.Integer();
                    break;
                case PackageMember:
                    package = reader.Text(texts);
                    break;
                case FileMember:
                    file = reader.Text(texts);
                    break;
            }
        }

        id = string.IsNullOrEmpty(id) ? oldId : id;
        return new Finding
        {
            Kind = kind,
            Id = string.IsNullOrEmpty(id) ? throw new JsonWrongException(start, $"has no {idName}") : id,
            Package = string.IsNullOrEmpty(package) ? PackageIdentity.None : new PackageIdentity("", package, ""),
            Path = string.IsNullOrEmpty(file) ? null : file,
            Line = line > 0 ? line : null,
            Layer = layer,
            Severity = SeverityWords.Parse(severity),
            Title = FindingCollector.Title(title),
            Url = FindingCollector.Url(url),
        };
    }

    private static int? ReadCause(ref JsonScan reader)
    {
        int? line = null;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(Cause, ref seen) != JsonRead.End)
            {
                line = reader.Integer();
            }
        }

        return line;
    }
}
