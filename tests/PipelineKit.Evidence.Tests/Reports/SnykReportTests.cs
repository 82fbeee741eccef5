using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class SnykReportTests
{
    [Fact]
    public void A_vulnerability_is_a_finding_once_whatever_its_paths()
    {
        var report = Report("""
            {"vulnerabilities":[{"id":"SNYK-JS-A-1","title":"Bad","severity":"high","severityWithCritical":"critical","cvssScore":9.8,"CVSSv3":"CVSS:3.1/x","identifiers":{"CVE":["CVE-2024-1"],"CWE":["CWE-1"],"GHSA":["GHSA-1"],"ALTERNATIVE":["SNYK-OLD"],"NSP":338},
              "name":"a","version":"1.0.0","from":["app","a"],"fixedIn":["1.0.1"],"epssDetails":{"probability":"0.00328","percentile":"0.5","modelVersion":"x"},"disclosureTime":"2024-01-01T00:00:00Z","nvdSeverity":"medium"},
              {"id":"SNYK-JS-A-1","severity":"high","name":"a","version":"1.0.0","from":["app","b","a"]}],
             "ok":false,"packageManager":"npm","displayTargetFile":"web/package-lock.json","dependencyCount":12,"path":"/src"}
            """);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(("SNYK-JS-A-1", Severity.Critical, "npm", "a", "web/package-lock.json"), (finding.Id, finding.Severity, finding.Package.Type, finding.Package.Name, finding.Path));
        Assert.Equal(["CVE-2024-1", "GHSA-1", "SNYK-OLD"], finding.Aliases);
        Assert.Equal([new("snyk", Severity.Critical, 9.8, "CVSS:3.1/x"), new("nvd", Severity.Medium)], finding.Ratings);
        Assert.Equal((0.00328, FixState.Fixed), (finding.Epss, finding.Fix));
        Assert.Equal([new("npm", "web/package-lock.json", 12)], report.Coverage);
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"could not pull the image","path":"x"}""")]
    [InlineData("""[{"ok":true,"vulnerabilities":[],"packageManager":"npm"},{"ok":false,"error":{"code":500}}]""")]
    [InlineData("""{"ok":true,"vulnerabilities":[],"applications":[{"ok":false,"error":"x"}]}""")]
    public void A_scan_that_failed_is_no_evidence(string report) => Assert.Equal(EvidenceProblem.ScanFailed, Sample.Refused(report).Problem);

    [Fact]
    public void Applications_in_an_image_have_their_own_ecosystem_and_file()
    {
        var report = Report("""
            {"vulnerabilities":[{"id":"SNYK-DEBIAN10-ZLIB-1","name":"zlib/zlib1g","version":"1.2","severity":"low","packageManager":"debian:10","fixedIn":[]}],"ok":false,"packageManager":"deb","path":"shop/api","platform":"linux/amd64",
             "applications":[{"vulnerabilities":[{"id":"SNYK-JS-B-1","name":"@b/c","version":"2","severity":"medium"}],"ok":false,"packageManager":"yarn","targetFile":"/app/yarn.lock","path":"shop/api"}]}
            """);
        Assert.Equal(("shop/api", "linux/amd64"), (report.Subject.Name, report.Subject.Platform));
        Assert.Equal([("deb", "zlib1g", null), ("npm", "@b/c", "/app/yarn.lock")], report.Findings.Select(f => (f.Package.Type, f.Package.Name, f.Path)));
        Assert.Equal([FixState.NotFixed, FixState.Unknown], report.Findings.Select(f => f.Fix));
        Assert.Equal(["npm", "deb"], report.Coverage.Select(c => c.Ecosystem));
    }

    [Fact]
    public void Licences_and_malicious_packages_are_kinds_of_their_own()
    {
        var report = Report("""{"ok":false,"packageManager":"npm","vulnerabilities":[{"id":"snyk:lic:npm:a:GPL-2.0","type":"license","license":"GPL-2.0","severity":"high","name":"a"},{"id":"SNYK-JS-M-1","malicious":true,"name":"m","severity":"critical"}]}""");
        Assert.Equal([(FindingKind.License, "GPL-2.0"), (FindingKind.Malware, "SNYK-JS-M-1")], report.Findings.Select(f => (f.Kind, f.Id)));
    }

    [Fact]
    public void What_the_policy_file_ignores_stays_visible()
    {
        var report = Report("""{"ok":true,"packageManager":"npm","vulnerabilities":[],"filtered":{"ignore":[{"id":"SNYK-1","name":"a","severity":"high","filtered":{"ignored":[{"reason":"not reachable","expires":"2030-01-01"}]}}],"patch":[{"id":"SNYK-2","name":"b"}]}}""");
        Assert.Equal([new("ignore", "ignored", "not reachable"), new("ignore", "ignored", "")], report.Findings.Select(f => f.Suppression!));
    }

    [Fact]
    public void A_project_without_a_list_was_not_scanned() => Assert.True(Report("""{"ok":true,"packageManager":"npm"}""").ResultsAbsent);

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"often\"")]
    [InlineData("-1")]
    [InlineData("\"NaN\"")]
    public void A_probability_that_is_none_is_refused(string probability) =>
        Assert.Equal("vulnerabilities[0].epssDetails.probability is no probability from 0 to 1", Sample.Refused($$$"""{"ok":true,"vulnerabilities":[{"id":"x","epssDetails":{"probability":{{{probability}}} } }]}""").Message);

    private static ScanReport Report(string text) => Sample.Read(text).Report!;
}
