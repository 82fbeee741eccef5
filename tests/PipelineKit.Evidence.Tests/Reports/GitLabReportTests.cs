using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class GitLabReportTests
{
    [Fact]
    public void A_report_of_container_scanning_is_read()
    {
        var digest = "sha256:" + new string('d', 64);
        var document = Sample.Read($$"""
            {"version":"15.0.7","scan":{"analyzer":{"id":"trivy"},"scanner":{"id":"Trivy","name":"Trivy","version":"0.60.0"},"start_time":"2026-01-01T00:00:00","end_time":"2026-01-01T00:00:01","status":"success","type":"container_scanning"},
             "vulnerabilities":[
              {"id":"1","name":"musl &amp;amp; co","severity":"Info","solution":"Upgrade musl to 1.1.22-r4, 1.2","location":{"dependency":{"package":{"name":"musl"},"version":"1.1.22-r3"},"operating_system":"alpine 3.10.2","image":"r.example/shop/api@{{digest}}"},
               "identifiers":[{"type":"cwe","name":"CWE-1","value":"CWE-1"},{"type":"ghsa","value":"GHSA-1"},{"type":"cve","name":"CVE-2019-14697","value":"CVE-2019-14697","url":"https://cve.mitre.org/x"}]},
              {"id":"2","name":"x","severity":"Critical","solution":"No solution provided","location":{"dependency":{"package":{"name":"lodash"},"version":"4"},"operating_system":"Unknown","image":"r.example/shop/api@{{digest}}"},"identifiers":[]}],
             "remediations":[]}
            """);
        var report = document.Report!;
        Assert.Equal((EvidenceFormat.GitLab, "15.0.7", true), (document.Format, document.FormatVersion, report.Succeeded));
        Assert.Equal(new ScannerFacts("trivy", "0.60.0"), report.Scanner);
        Assert.Equal(digest, Assert.Single(report.Subject.Manifests).Text);
        Assert.Equal(new OperatingSystemFacts("alpine", "3.10.2"), report.Subject.OperatingSystem);
        Assert.Equal([("CVE-2019-14697", "apk", Severity.Negligible), ("2", "", Severity.Critical)], report.Findings.Select(f => (f.Id, f.Package.Type, f.Severity)));
        Assert.Equal(["GHSA-1"], report.Findings[0].Aliases);
        Assert.Equal(["1.1.22-r4", "1.2"], report.Findings[0].FixedVersions);
        Assert.Equal((FixState.Fixed, FixState.Unknown), (report.Findings[0].Fix, report.Findings[1].Fix));
    }

    [Theory]
    [InlineData("""{"scan":{"type":"container_scanning","status":"failure"},"vulnerabilities":[]}""", EvidenceProblem.ScanFailed)]
    [InlineData("""{"scan":{"type":"sast","status":"success"},"vulnerabilities":[]}""", EvidenceProblem.UnknownFormat)]
    [InlineData("""{"scan":{},"vulnerabilities":[]}""", EvidenceProblem.UnknownFormat)]
    [InlineData("""{"scan":{"type":"container_scanning"},"vulnerabilities":[{"name":"x"}]}""", EvidenceProblem.Damaged)]
    public void What_proves_nothing_about_an_image_is_refused(string report, EvidenceProblem problem) => Assert.Equal(problem, Sample.Refused(report).Problem);

    [Fact]
    public void No_list_of_vulnerabilities_is_a_scan_that_was_not_made() => Assert.True(Sample.Read("""{"scan":{"type":"container_scanning"}}""").Report!.ResultsAbsent);
}
