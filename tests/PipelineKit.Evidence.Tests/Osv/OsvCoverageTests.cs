using System.IO.Compression;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Osv;

public sealed class OsvCoverageTests
{
    private static readonly string All = $"\"ranges\":[{OsvExport.Range("SEMVER", "introduced 0")}]";

    [Fact]
    public void Every_ecosystem_is_named_with_what_could_be_compared()
    {
        using var export = new OsvExport().Zip("npm", OsvExport.Record("GHSA-1", "npm", "a", All));
        var match = export.Match(
            OsvExport.Package("pkg:npm/a@1.0.0"), OsvExport.Package("pkg:npm/b@1.0.0"), OsvExport.Package("pkg:npm/c"), OsvExport.Package("pkg:npm/d@latest"),
            OsvExport.Package("pkg:nuget/X@1.0.0"), OsvExport.Package("pkg:deb/debian/bash@5"), OsvExport.Package("pkg:rpm/redhat/bash@5?distro=rhel-9.3"), OsvExport.Package("pkg:generic/thing@1"),
            new BomComponent { Package = new PackageIdentity("", "unknown-thing", "1") },
            new BomComponent { Package = new PackageIdentity("", "/etc/x", ""), Type = "file" });
        Assert.Equal(
            ["NuGet 1/0 never", "deb 1/0 never", "generic 1/0 never", "npm 4/2 2024-05-06", "rpm 1/0 never", "unknown 1/0 never"],
            match.Ecosystems.Select(e => $"{e.Ecosystem} {e.Packages}/{e.Compared} {e.AsOf?.ToString("yyyy-MM-dd", null) ?? "never"}"));
        Assert.Single(match.Findings);
    }

    [Theory]
    [InlineData("""{"type":"GIT","repo":"https://x","events":[{"introduced":"0"}]}""")]
    [InlineData("""{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"not a version"}]}""")]
    public void A_package_with_a_record_that_cannot_be_compared_does_not_count(string range)
    {
        using var export = new OsvExport().Zip("npm", OsvExport.Record("GHSA-1", "npm", "a", $"\"ranges\":[{range}]"));
        var match = export.Match(OsvExport.Package("pkg:npm/a@1.0.0"), OsvExport.Package("pkg:npm/b@1.0.0"));
        Assert.Empty(match.Findings);
        Assert.Equal((2, 1), (match.Ecosystems[0].Packages, match.Ecosystems[0].Compared));
    }

    [Fact]
    public void The_distribution_of_the_image_stands_for_the_one_a_package_does_not_name()
    {
        using var export = new OsvExport().Zip("Debian", OsvExport.Record("DEBIAN-CVE-1", "Debian:12", "bash", $"\"ranges\":[{OsvExport.Range("ECOSYSTEM", "introduced 0")}]"));
        var match = export.Match(OsvExport.Package("pkg:deb/debian/bash@5"), new BomComponent { Type = "operating-system", Package = new PackageIdentity("", "debian", "12.5") });
        Assert.Equal("Debian:12", Assert.Single(match.Ecosystems).Ecosystem);
        Assert.Single(match.Findings);
    }

    [Theory]
    [InlineData("aquasecurity:trivy:SrcName")]
    [InlineData("syft:metadata:source")]
    public void A_property_names_the_source_package(string property)
    {
        using var export = new OsvExport().Zip("Debian", OsvExport.Record("DEBIAN-CVE-1", "Debian:12", "glibc", $"\"ranges\":[{OsvExport.Range("ECOSYSTEM", "introduced 0")}]"));
        Assert.Single(export.Match(OsvExport.Package("pkg:deb/debian/libc6@2.36?distro=debian-12") with { Properties = [("x", "y"), (property, "glibc")] }).Findings);
    }

    [Fact]
    public void A_name_that_only_looks_alike_is_not_it_and_an_escaped_one_is()
    {
        using var export = new OsvExport().Zip(
            "npm", OsvExport.Record("GHSA-1", "npm", "ab", All), OsvExport.Record("GHSA-2", "npm", "b", All, ",\"credits\":[{\"name\":\"a\"}]"), OsvExport.Record("GHSA-3", "npm", "\\u0061", All));
        Assert.Equal("GHSA-3", Assert.Single(export.Match(OsvExport.Package("pkg:npm/a@1.0.0")).Findings).Id);
    }

    [Fact]
    public void A_damaged_record_about_a_wanted_package_is_refused_and_named()
    {
        using var export = new OsvExport().Zip("npm", """{"id":"GHSA-1","affected":[{"package":{"name":"a","ecosystem":"npm"}""");
        var e = Assert.Throws<EvidenceException>(() => export.Match(OsvExport.Package("pkg:npm/a@1.0.0")));
        Assert.Equal(EvidenceProblem.Damaged, e.Problem);
        Assert.EndsWith("all.zip: 0.json", e.Name, StringComparison.Ordinal);
        Assert.Equal(1, e.Line);
    }

    [Theory]
    [InlineData("""{"id":"GHSA-1","id":"GHSA-2","affected":[{"package":{"name":"a","ecosystem":"npm"},"versions":["1.0.0"]}]}""")]
    [InlineData("""{"id":"GHSA-1","affected":[{"package":{"name":"a","ecosystem":"npm"},"versions":[1]}]}""")]
    [InlineData("""{"id":"GHSA-1","affected":[{"package":{"name":"a","ecosystem":"npm"},"versions":{"x":"1"}}]}""")]
    [InlineData("""{"affected":[{"package":{"name":"a","ecosystem":"npm"},"versions":["1.0.0"]}]}""")]
    [InlineData("""[{"name":"a"}]""")]
    public void A_record_of_another_shape_is_refused(string record)
    {
        using var export = new OsvExport().Files("npm", record);
        Assert.Equal(EvidenceProblem.Damaged, Assert.Throws<EvidenceException>(() => export.Match(OsvExport.Package("pkg:npm/a@1.0.0"))).Problem);
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        using var export = new OsvExport();
        var folder = Directory.CreateDirectory(Path.Combine(export.Folder, "npm")).FullName;
        using (var zip = ZipFile.Open(Path.Combine(folder, "all.zip"), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("0.json").Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 40; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.Equal(EvidenceProblem.TooLarge, Assert.Throws<EvidenceException>(() => export.Match(OsvExport.Package("pkg:npm/a@1.0.0"))).Problem);
    }

    [Fact]
    public void What_is_no_export_is_refused()
    {
        using var folder = new TempFolder();
        Assert.Contains("has no OSV data", Assert.Throws<EvidenceException>(() => OsvDatabase.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is no folder", Assert.Throws<EvidenceException>(() => OsvDatabase.Open(Path.Combine(folder.Path, "none"))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Path, "npm"));
        folder.Write("npm/all.zip", "not a zip"u8.ToArray());
        var database = OsvDatabase.Open(folder.Path);
        Assert.Equal(["npm"], database.Ecosystems);
        Assert.Equal(EvidenceProblem.Damaged, Assert.Throws<EvidenceException>(
            () => database.Match(new Bom { Components = [OsvExport.Package("pkg:npm/a@1.0.0")] }, EvidenceLimits.Default, CancellationToken.None)).Problem);
    }
}
