using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class GrypeReportTests
{
    private const string Descriptor = "\"descriptor\":{\"name\":\"grype\",\"version\":\"0.104.0\"}";

    [Fact]
    public void An_empty_list_of_matches_is_a_clean_image_and_a_missing_one_is_not()
    {
        Assert.False(Report("""matches":[]""").ResultsAbsent);
        Assert.True(Report("""distro":{"name":"debian","version":"12"}""").ResultsAbsent);
        Assert.True(Report("""matches":null""").ResultsAbsent);
    }

    [Theory]
    [InlineData("""{"matches":[]}""")]
    [InlineData("""{"matches":[],"descriptor":{"name":"syft"}}""")]
    public void What_does_not_say_that_it_is_from_grype_is_refused(string report) => Assert.Equal(EvidenceProblem.UnknownFormat, Sample.Refused(report).Problem);

    [Fact]
    public void Age_and_version_of_the_data_are_said()
    {
        var scanner = Sample.Read("""
            {"matches":[],"descriptor":{"name":"grype","version":"0.104.0","timestamp":"2026-01-02T03:04:05.123456789Z","db":{"status":{"schemaVersion":"v6.1.2","from":"https://x","built":"2026-01-01T00:00:00Z","valid":true},"providers":{"github":{"captured":"2026-01-01T00:00:00Z"},"nvd":{}}}}}
            """).Report!;
        Assert.Equal(new ScannerFacts("grype", "0.104.0", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "v6.1.2"), scanner.Scanner);
        Assert.Equal(2026, scanner.ScannedAt!.Value.Year);
        Assert.Contains("nuget", scanner.Coverage.Select(c => c.Ecosystem));
    }

    [Fact]
    public void Data_of_older_versions_is_described_without_status()
    {
        var report = Sample.Read("""{"matches":[],"descriptor":{"name":"grype","version":"[not provided]","db":{"built":"2023-01-01T00:00:00Z","schemaVersion":5,"error":null}}}""").Report!;
        Assert.Equal(("", "5", 2023), (report.Scanner.Version, report.Scanner.DatabaseVersion, report.Scanner.DatabaseBuilt!.Value.Year));
    }

    [Theory]
    [InlineData("""{"status":{"valid":false,"error":"checksum differs"}}""")]
    [InlineData("""{"error":"cannot open"}""")]
    [InlineData("""{"error":{"x":1}}""")]
    public void A_scan_with_damaged_data_is_a_scan_that_failed(string db) =>
        Assert.Equal(EvidenceProblem.ScanFailed, Sample.Refused($$$"""{"matches":[],"descriptor":{"name":"grype","db":{{{db}}} } }""").Problem);

    [Theory]
    [InlineData("{}", true, "")]
    [InlineData("""{"only-fixed":true,"only-notfixed":false}""", true, "only-fixed")]
    [InlineData("""{"ignore-states":"wont-fix","exclude":["/usr/**"]}""", true, "exclude: /usr/**;ignore-states: wont-fix")]
    [InlineData("null", false, "")]
    public void Filters_are_said_by_the_configuration(string configuration, bool isSaid, string leftOut)
    {
        var filters = Sample.Read($$$"""{"matches":[],"descriptor":{"name":"grype","configuration":{{{configuration}}} } }""").Report!.Filters;
        Assert.Equal((isSaid, leftOut), (filters.IsSaid, string.Join(';', filters.LeftOut)));
    }

    [Fact]
    public void A_match_is_a_finding_with_everything_grype_knows()
    {
        var finding = Match("""
            {"vulnerability":{"id":"GHSA-jfh8-c2jp-5v3q","dataSource":"https://github.com/advisories/GHSA-jfh8-c2jp-5v3q","namespace":"github:language:java","severity":"Critical",
              "cvss":[{"source":"nvd@nist.gov","version":"3.1","vector":"CVSS:3.1/a","metrics":{"baseScore":10}}],
              "knownExploited":[{"cve":"CVE-2021-44228","dateAdded":"2021-12-10","dueDate":"2021-12-24","knownRansomwareCampaignUse":"Known"}],
              "epss":[{"cve":"CVE-2021-44228","epss":0.94,"percentile":0.99,"date":"2026-01-01"}],
              "fix":{"versions":["2.15.0"],"state":"fixed","available":[{"version":"2.15.0","date":"2021-12-12","kind":"x"},{"version":"2.15.0","date":"2021-12-10"}]}},
             "relatedVulnerabilities":[{"id":"CVE-2021-44228","namespace":"nvd:cpe","severity":"High"}],
             "matchDetails":[{"type":"exact-direct-match"}],
             "artifact":{"name":"log4j-core","version":"2.14.1","type":"java-archive","purl":"pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1","locations":[{"path":"/app/x.jar","layerID":"sha256:1"},{"path":"/other"}]}}
            """);
        Assert.Equal(("GHSA-jfh8-c2jp-5v3q", "maven", "2.14.1"), (finding.Id, finding.Package.Type, finding.Package.Version));
        Assert.Equal(["CVE-2021-44228"], finding.Aliases);
        Assert.Equal([new("ghsa", Severity.Critical), new("nvd", Severity.Critical, 10, "CVSS:3.1/a"), new("nvd", Severity.High)], finding.Ratings);
        Assert.Equal(new KnownExploited("cisa", new DateOnly(2021, 12, 10), new DateOnly(2021, 12, 24), true), finding.Exploited);
        Assert.Equal((0.94, FixState.Fixed, "/app/x.jar", "sha256:1"), (finding.Epss, finding.Fix, finding.Path, finding.Layer));
        Assert.Equal(new DateTimeOffset(2021, 12, 10, 0, 0, 0, TimeSpan.Zero), finding.FixAvailableSince);
        Assert.False(finding.IsLowConfidence);
    }

    [Fact]
    public void An_advisory_about_several_vulnerabilities_is_an_alias_of_none()
    {
        var finding = Match("""{"vulnerability":{"id":"ELSA-2024-1"},"relatedVulnerabilities":[{"id":"CVE-2024-1"},{"id":"CVE-2024-2"}],"artifact":{"name":"p","version":"1","type":"rpm"}}""");
        Assert.Empty(finding.Aliases);
        Assert.Equal(Severity.Unknown, finding.Severity);
    }

    [Theory]
    [InlineData("""[{"type":"cpe-match"}]""", true)]
    [InlineData("""[{"type":"cpe-match"},{"type":"exact-direct-match"}]""", false)]
    [InlineData("[]", false)]
    public void A_match_by_cpe_alone_is_of_low_confidence(string details, bool isLow) =>
        Assert.Equal(isLow, Match($$"""{"vulnerability":{"id":"CVE-1","fix":{"state":""} },"matchDetails":{{details}},"artifact":{"name":"p","type":"python"} }""").IsLowConfidence);

    [Theory]
    [InlineData("""{"vex-status":"not_affected","vex-justification":"component_not_present"}""", "vex", "not_affected", "component_not_present")]
    [InlineData("""{"vulnerability":"CVE-1","reason":"we do not use it"}""", "ignore", "ignored", "we do not use it")]
    [InlineData("""{"fix-state":"not-fixed"}""", "ignore", "ignored", "fix state not-fixed")]
    public void A_match_that_was_ignored_stays_visible(string rule, string by, string status, string reason)
    {
        var finding = Assert.Single(Report($$"""matches":[],"ignoredMatches":[{"vulnerability":{"id":"CVE-1"},"artifact":{"name":"p"},"appliedIgnoreRules":[{{rule}}]}]""").Findings);
        Assert.Equal(new Suppression(by, status, reason), finding.Suppression);
    }

    [Fact]
    public void A_distribution_at_its_end_of_life_is_told()
    {
        var system = Report("""matches":[],"distro":{"name":"debian","version":"9"},"alertsByPackage":[{"package":{},"alerts":[{"type":"distro-eol","message":"x"}]}]""").Subject.OperatingSystem;
        Assert.Equal(new OperatingSystemFacts("debian", "9", true), system);
        Assert.Null(Report("""matches":[],"distro":{"name":"debian","version":"12"}""").Subject.OperatingSystem!.IsEndOfLife);
    }

    [Theory]
    [InlineData("""{"vulnerability":{"id":"CVE-1"}}""", "matches[0] has no artifact")]
    [InlineData("""{"artifact":{"name":"p"}}""", "matches[0] has no vulnerability with an id")]
    [InlineData("""{"vulnerability":{"id":"CVE-1","epss":[{"epss":3}]},"artifact":{}}""", "matches[0].vulnerability.epss[0] has an epss that is no probability from 0 to 1")]
    public void A_match_that_is_not_as_grype_writes_it_is_refused(string match, string message) =>
        Assert.Equal(message, Sample.Refused($$"""{"matches":[{{match}}],{{Descriptor}} }""").Message);

    private static ScanReport Report(string members) => Sample.Read($$"""{"{{members}},{{Descriptor}} }""").Report!;

    private static Finding Match(string match) => Assert.Single(Report($$"""matches":[{{match}}]""").Findings);
}
