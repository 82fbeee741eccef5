using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.Tests.Promotion.Differences;

public sealed class ImageDifferenceTests
{
    private static readonly Digest Old = Digest.Sha256("old"u8);
    private static readonly Digest New = Digest.Sha256("new"u8);

    [Fact]
    public void Packages_are_compared_by_type_name_and_version()
    {
        var differences = ComponentDifferences.Of(
            Bom(("deb", "openssl", "3.0"), ("npm", "left-pad", "1.0"), ("npm", "left-pad", "2.0"), ("deb", "gone", "1"), ("pypi", "same", "1")),
            Bom(("deb", "openssl", "3.1"), ("npm", "left-pad", "2.0"), ("npm", "left-pad", "3.0"), ("npm", "left-pad", "4.0"), ("pypi", "same", "1"), ("npm", "openssl", "3.0")));

        Assert.Equal(
            ["gone (deb): 1 -> ", "left-pad (npm): 1.0 -> ", "left-pad (npm):  -> 3.0", "left-pad (npm):  -> 4.0", "openssl (deb): 3.0 -> 3.1", "openssl (npm):  -> 3.0"],
            differences.Select(d => $"{d.Name}: {d.From} -> {d.To}"));
    }

    [Fact]
    public void Files_and_parts_without_a_name_are_no_packages()
    {
        var bom = new Bom { Components = [new BomComponent { Type = "file", Package = new PackageIdentity("", "/bin/sh", "") }, new BomComponent { Package = PackageIdentity.None }] };

        Assert.Empty(ComponentDifferences.Of(new Bom(), bom));
    }

    [Fact]
    public void Vulnerabilities_are_compared_by_their_cve_and_told_worst_first()
    {
        var before = Scan(("CVE-2026-1", Severity.High, []), ("GHSA-aaaa-bbbb-cccc", Severity.Low, ["CVE-2026-2"]));
        var after = Scan(("CVE-2026-2", Severity.Low, []), ("CVE-2026-3", Severity.Critical, []), ("CVE-2026-4", Severity.High, []));

        var difference = KnownVulnerabilities.Difference(before, after);

        Assert.Equal(["critical: CVE-2026-3 / ", "high: CVE-2026-4 / CVE-2026-1"], difference.Select(d => $"{d.Severity}: {string.Join(' ', d.New)} / {string.Join(' ', d.Fixed)}"));
    }

    [Theory]
    [InlineData("9.8", "critical")]
    [InlineData("7.0", "high")]
    [InlineData("medium", "medium")]
    [InlineData("0.1", "low")]
    [InlineData("AV:N/AC:L", "unknown")]
    public void Scans_attested_in_the_form_of_in_toto_have_words_or_scores(string score, string severity)
    {
        var scan = Statement(PredicateTypes.Vulnerabilities, """{"scanner":{"result":[{"id":"CVE-2026-1","severity":[{"method":"nvd","score":"SCORE"}]}]},"metadata":{"scanFinishedOn":"2026-11-20T10:00:00Z"}}""".Replace("SCORE", score, StringComparison.Ordinal));

        var found = KnownVulnerabilities.Of(scan, default);

        Assert.Equal(severity, Assert.Single(KnownVulnerabilities.Difference(Scan(), found)).Severity);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), found.At);
    }

    [Fact]
    public void Scans_attested_by_cosign_are_the_report_of_the_scanner()
    {
        const string Report =
            """{"SchemaVersion":2,"CreatedAt":"2026-11-20T10:00:00Z","ArtifactName":"shop","ArtifactType":"container_image","Results":[{"Target":"shop","Class":"os-pkgs","Type":"debian","Vulnerabilities":[{"VulnerabilityID":"CVE-2026-1","PkgName":"openssl","InstalledVersion":"3.0","Severity":"HIGH"}]}]}""";

        var found = KnownVulnerabilities.Of(Statement(PredicateTypes.CosignVulnerabilities, """{"scanner":{"result":REPORT}}""".Replace("REPORT", Report, StringComparison.Ordinal)), default);

        Assert.Equal(("CVE-2026-1", Severity.High), found.Found.Select(f => (f.Key, f.Value)).Single());
        Assert.Throws<EvidenceException>(() => KnownVulnerabilities.Of(Statement(PredicateTypes.CosignVulnerabilities, """{"scanner":{"result":{"a":1}}}"""), default));
        Assert.Throws<EvidenceException>(() => KnownVulnerabilities.Of(Statement(PredicateTypes.Vulnerabilities, """{"scanner":{}}"""), default));
    }

    [Fact]
    public void What_is_not_known_is_said_and_never_told_as_no_difference()
    {
        var difference = ImageDifference.Of(Nothing(Old, "a"), Nothing(New, "b"), isBack: false, Run);

        Assert.Null(difference.Commits);
        Assert.Null(difference.Components);
        Assert.Null(difference.Vulnerabilities);
        Assert.Equal(["The commits are not known: a; b.", "Vulnerabilities were not compared: a; b.", "Packages were not compared: a; b."], difference.Remarks);
    }

    [Fact]
    public void Bills_of_different_platforms_are_not_compared_and_unsigned_ones_are_said_to_be()
    {
        var arm = Nothing(Old, "a") with { Bom = new Fact<Bom>(Bom(), "") { Platform = "linux/arm64" } };
        var all = Nothing(New, "b") with { Bom = new Fact<Bom>(Bom(), "") };

        Assert.Contains(ImageDifference.Of(arm, all, isBack: false, Run).Remarks, r => r.Contains("of linux/arm64, about the one that comes of all platforms", StringComparison.Ordinal));
        Assert.Contains("The bills of materials that are compared are not signed.", ImageDifference.Of(all, all, isBack: false, Run).Remarks);
        Assert.Empty(ImageDifference.Of(all, all, isBack: false, Run).Components!);
    }

    [Fact]
    public void The_first_image_is_compared_with_nothing()
    {
        var difference = ImageDifference.Of(from: null, Nothing(New, "b") with { Commit = new Fact<SourceCommit>(new SourceCommit("", new string('c', 40), IsSigned: true), "") }, isBack: false, Run);

        Assert.Equal("cccccccccccc", difference.Commits!.Text);
        Assert.Equal(["Nothing was there before, so packages and vulnerabilities are not compared."], difference.Remarks);
    }

    [Fact]
    public void Scans_of_different_days_may_differ_for_that_alone()
    {
        var (before, after) = (Scanned(Old, 19), Scanned(New, 20));

        Assert.Contains(ImageDifference.Of(before, after, isBack: false, Run).Remarks, r => r.StartsWith("The image before was scanned on 2026-11-19, the one that comes on 2026-11-20", StringComparison.Ordinal));

        static ImageFacts Scanned(Digest digest, int day) => Nothing(digest, "") with { Scan = new Fact<KnownVulnerabilities>(Scan() with { At = new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero) }, "") { IsSigned = true } };
    }

    private static CiContext Run => new() { Workspace = "/" };

    private static ImageFacts Nothing(Digest digest, string why) => new(digest, Fact<SourceCommit>.Unknown(why), Fact<Bom>.Unknown(why), Fact<KnownVulnerabilities>.Unknown(why));

    private static Bom Bom(params (string Type, string Name, string Version)[] packages) =>
        new() { Components = [.. packages.Select(p => new BomComponent { Package = new PackageIdentity(p.Type, p.Name, p.Version) })] };

    private static KnownVulnerabilities Scan(params (string Id, Severity Severity, string[] Aliases)[] found) => KnownVulnerabilities.Of(new ScanReport
    {
        Scanner = new ScannerFacts("trivy"),
        Findings = [.. found.Select(f => new Finding { Kind = FindingKind.Vulnerability, Id = f.Id, Severity = f.Severity, Aliases = f.Aliases })],
    });

    private static InTotoStatement Statement(string type, string predicate)
    {
        using var json = JsonDocument.Parse(predicate);
        return new Attestation(type, json.RootElement.Clone()).About("shop", New);
    }
}
