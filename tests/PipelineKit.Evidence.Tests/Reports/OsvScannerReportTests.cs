using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class OsvScannerReportTests
{
    [Fact]
    public void A_group_is_one_finding_whatever_it_is_called()
    {
        var finding = Package("""
            "vulnerabilities":[{"id":"GHSA-m5pq-gvj9-9vr8","aliases":["CVE-2022-24713"],"published":"2022-03-08T20:00:36Z","summary":"Slow regex","database_specific":{"severity":"HIGH"},
              "affected":[{"package":{"name":"regex","ecosystem":"crates.io"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.5.5"}]},{"type":"GIT","events":[{"fixed":"abc"}]}]}]},
              {"id":"RUSTSEC-2022-0013","aliases":["CVE-2022-24713","GHSA-m5pq-gvj9-9vr8"]}],
            "groups":[{"ids":["GHSA-m5pq-gvj9-9vr8","RUSTSEC-2022-0013"],"max_severity":"7.5"}]
            """);
        Assert.Equal(("GHSA-m5pq-gvj9-9vr8", Severity.High, "cargo", "regex", "1.5.1"), (finding.Id, finding.Severity, finding.Package.Type, finding.Package.Name, finding.Package.Version));
        Assert.Equal(["RUSTSEC-2022-0013", "CVE-2022-24713"], finding.Aliases);
        Assert.Equal(["1.5.5"], finding.FixedVersions);
        Assert.Equal((FixState.Fixed, "Slow regex", "Cargo.lock"), (finding.Fix, finding.Title, finding.Path));
    }

    [Theory]
    [InlineData("9.8", "", Severity.Critical)]
    [InlineData("", "MODERATE", Severity.Medium)]
    [InlineData("-1", "HIGH", Severity.High)]
    [InlineData("UNKNOWN", "", Severity.Unknown)]
    [InlineData("", "", Severity.Unknown)]
    public void A_group_without_a_score_is_not_harmless(string max, string word, Severity severity) =>
        Assert.Equal(severity, Package($$$"""
            "groups":[{"ids":["GHSA-1"],"max_severity":"{{{max}}}"}],"vulnerabilities":[{"id":"GHSA-1","database_specific":{"severity":"{{{word}}}"} }]
            """).Severity);

    [Fact]
    public void A_vector_that_cannot_be_read_does_not_hide_one_that_can() =>
        Assert.Equal(Severity.Critical, Package("""
            "groups":[{"ids":["A-1"],"max_severity":""}],"vulnerabilities":[{"id":"A-1","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/nonsense"},{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},{"type":"Ubuntu","score":"low"}]}]
            """).Severity);

    [Fact]
    public void Records_that_were_taken_back_are_no_findings()
    {
        Assert.Empty(Report(Wrap("""
            "vulnerabilities":[{"id":"GHSA-1","withdrawn":"2024-01-01T00:00:00Z"}],"groups":[{"ids":["GHSA-1"]}]
            """)).Findings);
        Assert.Equal("GHSA-2", Package("""
            "vulnerabilities":[{"id":"GHSA-1","withdrawn":"2024-01-01T00:00:00Z"},{"id":"GHSA-2"}],"groups":[{"ids":["GHSA-1","GHSA-2"]}]
            """).Id);
    }

    [Theory]
    [InlineData("""{"CVE-1":{"called":true,"unimportant":true}}""", "unimportant")]
    [InlineData("""{"CVE-1":{"called":false}}""", "uncalled")]
    [InlineData("""{"CVE-1":{"called":true}}""", null)]
    [InlineData("""{"CVE-1":{"called":false},"CVE-2":{"called":true}}""", null)]
    [InlineData("{}", null)]
    public void What_the_scanner_thinks_little_of_stays_visible(string analysis, string? status) =>
        Assert.Equal(status, Package($$"""
            "groups":[{"ids":["CVE-1"],"experimental_analysis":{{analysis}} }]
            """).Suppression?.Status);

    [Fact]
    public void A_record_outside_of_all_groups_is_not_lost_and_malware_is_told() =>
        Assert.Equal(FindingKind.Malware, Package("""
            "vulnerabilities":[{"id":"MAL-2024-1","summary":"steals tokens"}],"groups":[]
            """).Kind);

    [Fact]
    public void A_licence_that_is_not_allowed_is_a_finding()
    {
        var finding = Package("""
            "licenses":["GPL-3.0"],"license_violations":["GPL-3.0"]
            """);
        Assert.Equal((FindingKind.License, "GPL-3.0"), (finding.Kind, finding.Id));
    }

    [Theory]
    [InlineData("Debian:12", "deb")]
    [InlineData("Alpine:v3.20", "apk")]
    [InlineData("Go", "golang")]
    [InlineData("PyPI", "pypi")]
    [InlineData("Rocky Linux:9", "rpm")]
    [InlineData("NuGet", "nuget")]
    public void Ecosystems_of_osv_are_types_of_package_urls(string ecosystem, string type) => Assert.Equal(type, OsvScannerEcosystems.PurlType(ecosystem));

    [Fact]
    public void The_image_is_known_by_its_layers()
    {
        var digest = "sha256:" + new string('b', 64);
        var subject = Report($$"""{"results":[],"image_metadata":{"os":"Debian GNU/Linux 12 (bookworm)","layer_metadata":[{"diff_id":"{{digest}}","is_empty":false},{"diff_id":"","is_empty":true}]} }""").Subject;
        Assert.Equal([digest], subject.DiffIds.Select(d => d.Text));
        Assert.Equal(new OperatingSystemFacts("debian", "12"), subject.OperatingSystem);
    }

    [Theory]
    [InlineData("""{"version":"1.0","results":[],"errors":[],"paths":{}}""")]
    [InlineData("""{"results":[],"errors":[]}""")]
    [InlineData("""{"results":[{"check_id":"x","path":"y"}]}""")]
    public void Other_documents_with_results_are_not_taken_for_one(string report) => Assert.Equal(EvidenceProblem.UnknownFormat, Sample.Refused(report).Problem);

    [Fact]
    public void Results_that_are_null_are_a_scan_that_was_not_made() => Assert.True(Report("""{"results":null,"experimental_config":{}}""").ResultsAbsent);

    private static ScanReport Report(string report) => Sample.Read(report).Report!;

    private static string Wrap(string members) => $$$"""{"results":[{"packages":[{"package":{"name":"regex","version":"1.5.1","ecosystem":"crates.io"},{{{members}}} }],"source":{"path":"Cargo.lock","type":"lockfile"} }]}""";

    private static Finding Package(string members) => Sample.OneFinding(Wrap(members));
}
