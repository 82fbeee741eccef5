using PipelineKit.Evidence;
using PipelineKit.Oci;
using PipelineKit.Policy;
using PipelineKit.ScanGate;
using PipelineKit.Testing;

namespace PipelineKit.Tests.ScanGate;

/// <summary>Results of the gate, made without any file.</summary>
internal static class GateResults
{
    public static readonly Digest Image = Digest.Parse("sha256:" + new string('a', 64));

    /// <summary>The result of these findings.</summary>
    public static ScanGateResult Of(IReadOnlyList<JudgedFinding> findings, params GateReason[] reasons)
    {
        using var folder = new TempFolder();
        var options = new ScanGateOptionsParser(GateWorld.Context(folder.Path, ("image", $"ghcr.io/acme/shop@{Image}"), ("reports", "grype.json"))).Parse();
        var judged = new GateCase
        {
            Subject = new GateSubject("ghcr.io/acme/shop", Image, [new GatePlatform("linux/amd64", Image, Config: null, [])]),
            Policy = new GatePolicyInputs().ToPolicy(),
            Evidence = [new EvidenceItem("grype.json", Image, new EvidenceDocument { Name = "grype.json", Digest = Image, Format = EvidenceFormat.Grype }, Failure: null)],
            At = StillTime.Moment,
        };
        var decision = new GateDecision
        {
            Verdict = findings.Any(f => f.Action >= GateAction.Review) || reasons.Any(r => r.Action >= GateAction.Review) ? GateVerdict.Fail : GateVerdict.Pass,
            Findings = findings,
            Reasons = reasons,
            Platforms = [new PlatformDecision("linux/amd64", Image, ["grype.json"], [])],
        };
        return new ScanGateResult(options, judged, decision, Image);
    }

    /// <summary>A finding that blocks.</summary>
    public static JudgedFinding Finding(string id, Severity severity = Severity.Critical, string path = "/usr/lib/x.so", int? line = null, string version = "1.0") => new()
    {
        Action = GateAction.Block,
        Rules = ["critical"],
        Finding = new UnitedFinding
        {
            Kind = FindingKind.Vulnerability,
            Id = id,
            Aliases = [],
            PackageKey = "deb|openssl",
            Severity = severity,
            Opinions = [],
            Said = new Finding
            {
                Kind = FindingKind.Vulnerability,
                Id = id,
                Package = new PackageIdentity("deb", "openssl", version, $"pkg:deb/debian/openssl@{version}"),
                Fix = FixState.Fixed,
                FixedVersions = ["1.1"],
            },
            Occurrences = [new FindingOccurrence("grype", "grype.json", "linux/amd64", path, line, "")],
        },
    };
}
