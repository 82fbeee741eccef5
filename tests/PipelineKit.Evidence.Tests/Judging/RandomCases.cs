using FsCheck;
using FsCheck.Fluent;

namespace PipelineKit.Evidence.Tests.Judging;

/// <summary>Small worlds: few vulnerabilities, packages, authors and places, so that everything meets everything.</summary>
internal static class RandomCases
{
    private static readonly string[] Ids = ["CVE-2021-1000", "CVE-2021-2000", "CVE-2021-3000", "GHSA-a1", "GHSA-b2", "GO-2021-1", "DSA-1", "DEBIAN-CVE-2021-1000"];

    /// <summary>A finding; one without aliases when it is to be added to others.</summary>
    internal static Gen<Finding> Finding(bool hasAliases) =>
        from id in Gen.Elements(Ids)
        from aliases in hasAliases ? Gen.Elements(Ids).ListOf(2) : Gen.Constant(new List<string>())
        from severity in Gen.Elements(Severity.Low, Severity.High, Severity.Critical)
        from kind in Gen.Elements(FindingKind.Vulnerability, FindingKind.Vulnerability, FindingKind.Vulnerability, FindingKind.Malware, FindingKind.Secret, FindingKind.Misconfiguration)
        from package in Gen.Elements("zlib1g", "bash", "openssl")
        from fix in Gen.Elements(FixState.Unknown, FixState.Fixed, FixState.WontFix)
        from path in Gen.Elements("a", "b", "c/d")
        from epss in Gen.Elements<double?>(null, 0.01, 0.9)
        from isExploited in Gen.Elements(false, false, false, true)
        from rating in Gen.Elements("nvd", "ghsa", "debian")
        select GateSamples.Vulnerability(id, severity, package, [.. aliases.Distinct().Where(a => a != id)]) with
        {
            Kind = kind,
            Fix = fix,
            Path = path,
            Epss = epss,
            Title = path + package,
            Ratings = [new SeverityRating(rating, severity, 7.5)],
            Package = kind is FindingKind.Vulnerability or FindingKind.Malware ? GateSamples.Deb(package) : PackageIdentity.None,
            Exploited = isExploited ? new KnownExploited("cisa", new DateOnly(2026, 5, 1), new DateOnly(2026, 7, 1), Ransomware: false) : null,
        };

    internal static Gen<GateException> Exception { get; } =
        from id in Gen.Elements(Ids)
        from days in Gen.Choose(1, 100)
        from path in Gen.Elements("", "a", "**", "c/*")
        from package in Gen.Elements("", "pkg:deb/debian/zlib1g", "ba*")
        from line in Gen.Choose(1, 9)
        select GateSamples.Except(id, days) with { Line = line, Paths = path.Length == 0 ? [] : [path], Packages = package.Length == 0 ? [] : [new ExceptionScope(package, Versions: null)] };

    internal static Gen<GateCase> Case { get; } =
        from trivy in Findings
        from grype in Findings
        from exceptions in Exception.ListOf()
        from statements in Statement.ListOf()
        from before in Findings
        from mode in Gen.Elements(CompareMode.All, CompareMode.NoWorse)
        from trust in Gen.Elements("acme", "*", "nobody")
        select GateSamples.Case(
            GateSamples.Scan(GateSamples.Report([.. trivy]), "trivy.json"),
            GateSamples.Scan(GateSamples.Report([.. grype]) with { Scanner = new ScannerFacts("grype"), Filters = FilterFacts.NotSaid }, "grype.json", EvidenceFormat.Grype),
            GateSamples.Vex([.. statements]),
            GateSamples.Sbom(GateSamples.Component("bash", "MIT"), GateSamples.Component("zlib1g", "Zlib"))) with
        {
            Exceptions = [.. exceptions],
            ExceptionFiles = [new GateFile("b.yaml", GateSamples.Of("b")), new GateFile("a.yaml", GateSamples.Of("a"))],
            Policy = GateSamples.Policy() with { Compare = mode, Vex = new VexRules { Trust = [trust] } },
            Baseline = new GateBaseline("production", Digest: null, [GateSamples.Scan(GateSamples.Report([.. before]), "before.json")]),
        };

    private static Gen<List<Finding>> Findings => Finding(hasAliases: true).ListOf();

    private static Gen<VexStatement> Statement =>
        from id in Gen.Elements(Ids)
        from status in Gen.Elements(VexStatus.NotAffected, VexStatus.Fixed, VexStatus.Affected, VexStatus.UnderInvestigation)
        from product in Gen.Elements("pkg:deb/debian/zlib1g@1.0-1", "pkg:deb/debian/bash@2", "app@" + GateSamples.Image.Text)
        from author in Gen.Elements("acme", "vendor")
        from day in Gen.Choose(1, 25)
        select GateSamples.Says(status, id, product, author, day);
}
