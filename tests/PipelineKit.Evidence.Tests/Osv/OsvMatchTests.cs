using Xunit;

namespace PipelineKit.Evidence.Tests.Osv;

public sealed class OsvMatchTests
{
    [Theory]
    [InlineData("pkg:npm/left@1.1.0", "npm", "left", "SEMVER", "introduced 0, fixed 1.2.0", "1.2.0")]
    [InlineData("pkg:npm/left@1.2.0", "npm", "left", "SEMVER", "introduced 0, fixed 1.2.0", null)]
    [InlineData("pkg:npm/left@1.2.0-rc.1", "npm", "left", "SEMVER", "introduced 1.0.0, fixed 1.2.0", "1.2.0")]
    [InlineData("pkg:npm/left@0.9.0", "npm", "left", "SEMVER", "introduced 1.0.0, fixed 1.2.0", null)]
    [InlineData("pkg:npm/left@2.5.0", "npm", "left", "SEMVER", "introduced 1.0.0, fixed 1.2.0, introduced 2.0.0, fixed 2.6.0", "2.6.0")]
    [InlineData("pkg:npm/left@1.5.0", "npm", "left", "SEMVER", "fixed 2.6.0, introduced 2.0.0, fixed 1.2.0, introduced 1.0.0", null)]
    [InlineData("pkg:npm/left@2.5.0", "npm", "left", "SEMVER", "fixed 2.6.0, introduced 2.0.0, fixed 1.2.0, introduced 0", "2.6.0")]
    [InlineData("pkg:npm/left@1.0.0", "npm", "left", "SEMVER", "introduced 0, last_affected 1.0.0", "unknown")]
    [InlineData("pkg:npm/left@1.0.1", "npm", "left", "SEMVER", "introduced 0, last_affected 1.0.0", null)]
    [InlineData("pkg:npm/left@3.0.0", "npm", "left", "SEMVER", "introduced 0", "none")]
    [InlineData("pkg:npm/left@3.0.0", "npm", "left", "SEMVER", "introduced 0, limit 2.0.0", null)]
    [InlineData("pkg:npm/left@3.0.0", "npm", "left", "SEMVER", "introduced 0, limit *", "none")]
    [InlineData("pkg:npm/%40scope/left@1.0.0", "npm", "@scope/left", "SEMVER", "introduced 0, fixed 1.0.1", "1.0.1")]
    [InlineData("pkg:npm/jsonstream@1.0.0", "npm", "JSONStream", "SEMVER", "introduced 0, fixed 1.0.1", "1.0.1")]
    [InlineData("pkg:nuget/newtonsoft.json@12.0.3", "NuGet", "Newtonsoft.Json", "ECOSYSTEM", "introduced 0, fixed 13.0.1", "13.0.1")]
    [InlineData("pkg:pypi/zope.interface@1.0", "PyPI", "zope-interface", "ECOSYSTEM", "introduced 0, fixed 1.0.post1", "1.0.post1")]
    [InlineData("pkg:maven/org.apache/x@2.0-rc1", "Maven", "org.apache:x", "ECOSYSTEM", "introduced 2.0-beta9, fixed 2.0", "2.0")]
    [InlineData("pkg:golang/github.com/BurntSushi/toml@v0.3.0", "Go", "github.com/BurntSushi/toml", "SEMVER", "introduced 0, fixed 0.3.1", "0.3.1")]
    [InlineData("pkg:golang/stdlib@go1.21rc2", "Go", "stdlib", "SEMVER", "introduced 1.21.0-0, fixed 1.21.0-rc.3", "1.21.0-rc.3")]
    [InlineData("pkg:golang/stdlib@go1.20.7", "Go", "stdlib", "SEMVER", "introduced 0, fixed 1.20.8, introduced 1.21.0-0, fixed 1.21.1", "1.20.8")]
    [InlineData("pkg:cargo/time@0.1.0", "crates.io", "time", "SEMVER", "introduced 0.0.0-0, fixed 0.2.23", "0.2.23")]
    [InlineData("pkg:gem/rack@2.0.9.pre1", "RubyGems", "rack", "ECOSYSTEM", "introduced 0, fixed 2.0.9", "2.0.9")]
    [InlineData("pkg:deb/debian/libc6@2.36-9+deb12u3?distro=debian-12&upstream=glibc", "Debian:12", "glibc", "ECOSYSTEM", "introduced 0, fixed 2.36-9+deb12u4", "2.36-9+deb12u4")]
    [InlineData("pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bb1?distro=debian-12.5&upstream=gcc-12%4012.2.0-14", "Debian:12", "gcc-12", "ECOSYSTEM", "introduced 0, fixed 12.2.0-14", null)]
    [InlineData("pkg:deb/debian/libc6@2.36-9?distro=debian-12&upstream=glibc", "Debian:12", "libc6", "ECOSYSTEM", "introduced 0", null)]
    [InlineData("pkg:deb/debian/bash@5.0?distro=bookworm", "Debian:12", "bash", "ECOSYSTEM", "introduced 0", "none")]
    [InlineData("pkg:deb/debian/bash@5.0?distro=debian-12", "Debian:11", "bash", "ECOSYSTEM", "introduced 0", null)]
    [InlineData("pkg:deb/debian/bash@5.0?distro=debian-12", "Debian", "bash", "ECOSYSTEM", "introduced 0", null)]
    [InlineData("pkg:deb/ubuntu/bash@5.0?distro=ubuntu-22.04", "Ubuntu:22.04:LTS", "bash", "ECOSYSTEM", "introduced 0, fixed 5.1", "5.1")]
    [InlineData("pkg:deb/ubuntu/bash@5.0?distro=ubuntu-22.04", "Ubuntu:Pro:22.04:LTS", "bash", "ECOSYSTEM", "introduced 0, fixed 5.1", null)]
    [InlineData("pkg:deb/ubuntu/bash@5.0?distro=ubuntu-23.10", "Ubuntu:23.10", "bash", "ECOSYSTEM", "introduced 0, fixed 5.1", "5.1")]
    [InlineData("pkg:apk/alpine/libcrypto3@3.1.4-r1?distro=alpine-3.20.3&upstream=openssl", "Alpine:v3.20", "openssl", "ECOSYSTEM", "introduced 0, fixed 3.1.4-r2", "3.1.4-r2")]
    [InlineData("pkg:apk/wolfi/openssl@3.1.4-r1?distro=wolfi-20230201", "Wolfi", "openssl", "ECOSYSTEM", "introduced 0, fixed 3.1.4-r2", "3.1.4-r2")]
    [InlineData("pkg:rpm/rocky/openssl-libs@3.0.7-24.el9?distro=rocky-9.3&upstream=openssl-3.0.7-24.el9.src.rpm&epoch=1", "Rocky Linux:9", "openssl", "ECOSYSTEM", "introduced 0, fixed 3.0.7-25.el9", "3.0.7-25.el9")]
    public void A_package_in_a_range_is_found_with_its_fix(string purl, string ecosystem, string name, string type, string events, string? fix)
    {
        using var export = new OsvExport().Zip(ecosystem.Split(':')[0], OsvExport.Record("X-1", ecosystem, name, $"\"ranges\":[{OsvExport.Range(type, events)}]"));
        var match = export.Match(OsvExport.Package(purl));
        Assert.Equal(1, Assert.Single(match.Ecosystems).Compared);
        var found = match.Findings.Select(f => f.Fix switch { FixState.Fixed => string.Join(' ', f.FixedVersions), FixState.NotFixed => "none", _ => "unknown" });
        Assert.Equal(fix is null ? [] : [fix], found);
    }

    [Fact]
    public void Listed_versions_count_beside_ranges()
    {
        using var export = new OsvExport().Files("PyPI", OsvExport.Record("PYSEC-1", "PyPI", "a", """ "versions":["1.0","2.0"],"ranges":[]"""));
        Assert.Equal("PYSEC-1", Assert.Single(export.Match(OsvExport.Package("pkg:pypi/a@1.0.0"), OsvExport.Package("pkg:pypi/a@1.1")).Findings).Id);
    }

    [Fact]
    public void Withdrawn_records_are_left_out_and_malware_is_told_apart()
    {
        using var export = new OsvExport().Zip(
            "npm",
            OsvExport.Record("GHSA-w", "npm", "a", $"\"ranges\":[{OsvExport.Range("SEMVER", "introduced 0")}]", ",\"withdrawn\":\"2024-01-01T00:00:00Z\""),
            OsvExport.Record("MAL-2024-1", "npm", "a", $"\"ranges\":[{OsvExport.Range("SEMVER", "introduced 0")}]"));
        var finding = Assert.Single(export.Match(OsvExport.Package("pkg:npm/a@1.0.0")).Findings);
        Assert.Equal((FindingKind.Malware, "MAL-2024-1", Severity.Unknown), (finding.Kind, finding.Id, finding.Severity));
    }

    [Fact]
    public void A_finding_says_what_the_record_says()
    {
        using var export = new OsvExport().Zip("npm", OsvExport.Record(
            "GHSA-1", "npm", "a", $"\"ranges\":[{OsvExport.Range("SEMVER", "introduced 0, fixed 2.0.0")}]",
            """
            ,"aliases":["CVE-2024-1"],"upstream":["CVE-2024-1"],"published":"2024-02-03T04:05:06Z","summary":"Prototype pollution","details":"x",
            "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"database_specific":{"severity":"HIGH"},
            "references":[{"type":"WEB","url":"https://a.example"},{"type":"ADVISORY","url":"https://b.example/x"}]
            """));
        var component = OsvExport.Package("pkg:npm/a@1.0.0") with { Paths = ["/app/package-lock.json"], Layer = "sha256:1" };
        var finding = Assert.Single(export.Match(component).Findings);
        Assert.Equal(["CVE-2024-1"], finding.Aliases);
        Assert.Equal((Severity.Critical, "Prototype pollution", "https://b.example/x"), (finding.Severity, finding.Title, finding.Url));
        Assert.Equal(("/app/package-lock.json", "sha256:1", "pkg:npm/a@1.0.0"), (finding.Path, finding.Layer, finding.Package.Purl));
        Assert.Equal(new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero), finding.Published);
        Assert.Equal(
            [new SeverityRating("ghsa", Severity.Critical, 9.8, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), new SeverityRating("ghsa", Severity.High)],
            finding.Ratings);
    }

    [Fact]
    public void An_advisory_about_several_vulnerabilities_is_a_finding_for_each()
    {
        using var export = new OsvExport().Zip("Debian", OsvExport.Record(
            "DSA-1-1", "Debian:12", "bash", $"\"ranges\":[{OsvExport.Range("ECOSYSTEM", "introduced 0, fixed 5.2")}]", ",\"summary\":\"bash - security update\",\"upstream\":[\"CVE-2024-1\",\"CVE-2024-2\"]"));
        var findings = export.Match(OsvExport.Package("pkg:deb/debian/bash@5.1?distro=debian-12")).Findings;
        Assert.Equal(["CVE-2024-1", "CVE-2024-2"], findings.Select(f => f.Id));
        Assert.All(findings, f => Assert.Equal((0, "DSA-1-1: bash - security update"), (f.Aliases.Count, f.Title)));
    }

    [Theory]
    [InlineData("""{"urgency":"unimportant"}""", Severity.Negligible)]
    [InlineData("""{"urgency":"low**"}""", Severity.Low)]
    [InlineData("""{"urgency":"not yet assigned"}""", Severity.Unknown)]
    [InlineData("""{"urgency":3}""", Severity.Unknown)]
    [InlineData("null", Severity.Unknown)]
    public void Urgencies_of_Debian_are_severities(string specific, Severity expected)
    {
        using var export = new OsvExport().Zip("Debian", OsvExport.Record("DEBIAN-CVE-2024-1", "Debian:12", "bash", $"\"ranges\":[{OsvExport.Range("ECOSYSTEM", "introduced 0")}],\"ecosystem_specific\":{specific}"));
        Assert.Equal(expected, Assert.Single(export.Match(OsvExport.Package("pkg:deb/debian/bash@5.1?distro=debian-12")).Findings).Severity);
    }

    [Fact]
    public void The_order_of_records_does_not_matter()
    {
        var records = Enumerable.Range(1, 9).Select(i => OsvExport.Record($"GHSA-{i}", "npm", i % 2 == 0 ? "a" : "b", $"\"ranges\":[{OsvExport.Range("SEMVER", "introduced 0")}]")).ToArray();
        using var one = new OsvExport().Zip("npm", records);
        using var other = new OsvExport().Files("npm", [.. records.Reverse()]);
        BomComponent[] components = [OsvExport.Package("pkg:npm/b@1.0.0"), OsvExport.Package("pkg:npm/a@1.0.0")];
        string[] expected = ["GHSA-1", "GHSA-3", "GHSA-5", "GHSA-7", "GHSA-9", "GHSA-2", "GHSA-4", "GHSA-6", "GHSA-8"];
        Assert.Equal(expected, one.Match(components).Findings.Select(f => f.Id));
        Assert.Equal(expected, other.Match(components).Findings.Select(f => f.Id));
    }
}
