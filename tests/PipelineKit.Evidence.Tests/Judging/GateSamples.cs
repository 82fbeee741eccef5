using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Evidence.Tests.Judging;

/// <summary>Cases that pass, to be spoilt by tests.</summary>
internal static class GateSamples
{
    internal static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    internal static Digest Image { get; } = Of("image");

    internal static Digest Of(string text) => Digest.Sha256(Encoding.UTF8.GetBytes(text));

    internal static GatePolicy Policy(EvidenceRules? evidence = null) => new() { Digest = Of("policy"), Name = "policy.yaml", Evidence = evidence ?? new EvidenceRules() };

    /// <summary>A package of Debian, with its package URL.</summary>
    internal static PackageIdentity Deb(string name, string version = "1.0-1") => new("deb", name, version, $"pkg:deb/debian/{name}@{version}?arch=amd64");

    internal static Finding Vulnerability(string id, Severity severity = Severity.Medium, string package = "zlib1g", params string[] aliases) =>
        new() { Kind = FindingKind.Vulnerability, Id = id, Aliases = aliases, Package = Deb(package), Severity = severity, Title = "of " + package };

    internal static ScanReport Report(params Finding[] findings) => new()
    {
        Scanner = new ScannerFacts("trivy", "0.70.0", At.AddHours(-5), "2"),
        ScannedAt = At.AddHours(-1),
        Subject = new SubjectFacts { Name = "app", Manifests = [Image], Platform = "linux/amd64", OperatingSystem = new OperatingSystemFacts("debian", "12.5", IsEndOfLife: false) },
        Coverage = [new CoveredPart("deb", "app (debian 12.5)", 92)],
        Filters = FilterFacts.None,
        Succeeded = true,
        Findings = findings,
    };

    internal static EvidenceItem Scan(ScanReport report, string name = "scan.json", EvidenceFormat format = EvidenceFormat.Trivy) =>
        Item(new EvidenceDocument { Name = name, Digest = Of(name), Format = format, FormatVersion = "2", Report = report });

    internal static EvidenceItem Scan(params Finding[] findings) => Scan(Report(findings));

    internal static EvidenceItem Item(EvidenceDocument document) => new(document.Name, document.Digest, document, Failure: null);

    internal static EvidenceItem Sbom(params BomComponent[] components) => Item(new EvidenceDocument
    {
        Name = "sbom.json",
        Digest = Of("sbom.json"),
        Format = EvidenceFormat.CycloneDx,
        FormatVersion = "1.6",
        Bom = new Bom { SubjectDigests = [Image], Components = components },
    });

    internal static BomComponent Component(string name, params string[] licenses) => new() { Package = Deb(name), Licenses = [.. licenses.Select(l => new BomLicense(l, IsExpression: true))] };

    internal static EvidenceItem Vex(params VexStatement[] statements) => Item(new EvidenceDocument { Name = "vex.json", Digest = Of("vex.json"), Format = EvidenceFormat.OpenVex, Vex = statements });

    internal static VexStatement Says(VexStatus status, string id, string product, string author = "acme", int day = 1) => new()
    {
        Document = "vex.json",
        Author = author,
        At = At.AddDays(day - 20),
        Vulnerabilities = [id],
        Products = [Product(product)],
        Status = status,
        Justification = status == VexStatus.NotAffected ? "vulnerable_code_not_present" : "",
    };

    internal static VexProduct Product(string identifier, params VexProduct[] parts) =>
        new(identifier, PackageUrl.TryParse(identifier, out var url, out _) ? url : null, [], parts);

    internal static GateException Except(string id, int days = 30) =>
        new() { Id = id, Owner = "team@acme", Reason = "not reachable", Created = At.AddDays(-1), Expires = At.AddDays(days), File = "exceptions.yaml", Line = 3 };

    internal static GateCase Case(params EvidenceItem[] evidence) => new()
    {
        Subject = new GateSubject("registry.example/team/app", Image, [new GatePlatform("linux/amd64", Image, Of("config"), [Of("layer 1"), Of("layer 2")])]),
        Policy = Policy(),
        Evidence = evidence,
        At = At,
    };

    /// <summary>The verdict and the codes that block or need a review, each once: <c>Fail evidence.stale</c>.</summary>
    internal static string Blocking(GateCase @case)
    {
        var decision = GateJudge.Decide(@case);
        return string.Join(' ', decision.Reasons.Where(r => r.Action >= GateAction.Review).Select(r => r.Code).Distinct(StringComparer.Ordinal).Prepend(decision.Verdict.ToString()));
    }

    /// <summary>The codes of everything that is only a warning.</summary>
    internal static string Warnings(GateCase @case) =>
        string.Join(' ', GateJudge.Decide(@case).Reasons.Where(r => r.Action == GateAction.Warn).Select(r => r.Code).Distinct(StringComparer.Ordinal));
}
