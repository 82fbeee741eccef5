using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class SarifReportTests
{
    [Fact]
    public void A_message_of_trivy_comes_before_the_rule_that_all_packages_share()
    {
        var finding = Trivy(
            """{"id":"CVE-2019-1549","name":"OsPackageVulnerability","shortDescription":{"text":"a title"},"helpUri":"https://x.example","help":{"text":"Severity: LOW\nPackage: libssl1.1"},"properties":{"security-severity":"5.3","tags":["vulnerability","security","CRITICAL"]}}""",
            """{"ruleId":"CVE-2019-1549","ruleIndex":0,"level":"note","message":{"text":"Package: libcrypto1.1\nInstalled Version: 1.1.1c-r0\nVulnerability CVE-2019-1549\nSeverity: MEDIUM\nFixed Version: 1.1.1d-r0, 1.2\nLink: x"}}""");
        Assert.Equal((FindingKind.Vulnerability, "CVE-2019-1549", "libcrypto1.1", "1.1.1c-r0", Severity.Medium), (finding.Kind, finding.Id, finding.Package.Name, finding.Package.Version, finding.Severity));
        Assert.Equal(["1.1.1d-r0", "1.2"], finding.FixedVersions);
        Assert.Equal(("a title", "https://x.example"), (finding.Title, finding.Url));
        Assert.Equal([new("trivy", Severity.Medium, 5.3)], finding.Ratings);
    }

    [Fact]
    public void Grype_names_its_rules_by_vulnerability_and_package()
    {
        var finding = Of("Grype",
            """{"id":"CVE-2021-36159-apk-tools","help":{"text":"Vulnerability CVE-2021-36159\nSeverity: Negligible\nPackage: apk-tools\nVersion: 2.10.6\nFix Version: 2.10.7"},"properties":{"security-severity":"9.1","purls":["pkg:apk/alpine/apk-tools@2.10.6-r0"]}}""",
            """{"ruleId":"CVE-2021-36159-apk-tools","message":{"text":"A negligible vulnerability in apk package: apk-tools, version 2.10.6-r0 was found in image x at: /lib/apk/db/installed"}}""");
        Assert.Equal(("CVE-2021-36159", Severity.Negligible, "apk", "apk-tools", "2.10.6-r0"), (finding.Id, finding.Severity, finding.Package.Type, finding.Package.Name, finding.Package.Version));
        Assert.Equal("pkg:apk/alpine/apk-tools@2.10.6-r0", finding.Package.Purl);
        Assert.Equal(["2.10.7"], finding.FixedVersions);
    }

    [Theory]
    [InlineData("8.1", Severity.High)]
    [InlineData(null, Severity.Unknown)]
    public void The_level_of_osv_scanner_says_nothing(string? score, Severity severity)
    {
        var properties = score is null ? "{}" : $$"""{"security-severity":"{{score}}"}""";
        var finding = Of("osv-scanner",
            $$$"""{"id":"CVE-2024-1","deprecatedIds":["CVE-2024-1","GHSA-1"],"properties":{{{properties}}} }""",
            """{"ruleId":"CVE-2024-1","level":"warning","message":{"text":"Package 'lodash@4.17.0' is vulnerable to 'CVE-2024-1' (also known as 'GHSA-1')."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///app/package-lock.json"}}}]}""");
        Assert.Equal(severity, finding.Severity);
        Assert.Equal(("lodash", "4.17.0", "file:///app/package-lock.json"), (finding.Package.Name, finding.Package.Version, finding.Path));
        Assert.Equal(["GHSA-1"], finding.Aliases);
    }

    [Fact]
    public void Scout_describes_packages_in_the_rule()
    {
        var findings = Report("Docker Scout",
            """{"id":"CVE-2024-2","properties":{"cvssV3_severity":"HIGH","security-severity":"7.5","fixed_version":"not fixed","purls":["pkg:npm/a@1","pkg:npm/b@2"]}}""",
            """{"ruleId":"CVE-2024-2","message":{"text":"see the rule"}}""").Findings;
        Assert.Equal(["a", "b"], findings.Select(f => f.Package.Name));
        Assert.All(findings, f => Assert.Equal((Severity.High, FixState.Unknown), (f.Severity, f.Fix)));
    }

    [Theory]
    [InlineData("""{"kind":"pass","ruleId":"CVE-1"}""")]
    [InlineData("""{"kind":"review","ruleId":"CVE-1"}""")]
    [InlineData("""{"baselineState":"absent","ruleId":"CVE-1"}""")]
    public void What_does_not_fail_is_no_finding(string result) => Assert.Empty(Report("x", """{"id":"CVE-1"}""", result).Findings);

    [Theory]
    [InlineData("""[{"kind":"external","justification":"accepted by us"}]""", "accepted by us")]
    [InlineData("""[{"kind":"inSource","status":"accepted"}]""", "")]
    [InlineData("""[{"kind":"external","status":"underReview"}]""", null)]
    [InlineData("""[{"kind":"external","status":"accepted"},{"status":"rejected"}]""", null)]
    [InlineData("[]", null)]
    public void Suppressions_count_when_none_of_them_is_open(string suppressions, string? reason) =>
        Assert.Equal(reason, Of("x", """{"id":"CVE-1"}""", $$"""{"ruleId":"CVE-1","suppressions":{{suppressions}} }""").Suppression?.Reason);

    [Theory]
    [InlineData("error", Severity.High)]
    [InlineData("warning", Severity.Medium)]
    [InlineData("note", Severity.Low)]
    [InlineData("none", Severity.Negligible)]
    public void Rules_of_other_tools_are_misconfigurations_as_grave_as_their_level(string level, Severity severity)
    {
        var own = Of("checkov", """{"id":"CKV_1"}""", $$"""{"ruleId":"CKV_1","level":"{{level}}","locations":[{"physicalLocation":{"artifactLocation":{"uri":"Dockerfile"},"region":{"startLine":7} } }]}""");
        var byRule = Of("checkov", $$$"""{"id":"CKV_1","defaultConfiguration":{"level":"{{{level}}}"} }""", """{"rule":{"id":"CKV_1","index":0}}""");
        Assert.Equal((FindingKind.Misconfiguration, severity, "Dockerfile", 7), (own.Kind, own.Severity, own.Path, own.Line));
        Assert.Equal(severity, byRule.Severity);
    }

    [Fact]
    public void A_result_without_any_level_is_a_warning() => Assert.Equal(Severity.Medium, Of("checkov", """{"id":"CKV_1"}""", """{"ruleId":"CKV_1"}""").Severity);

    [Fact]
    public void A_rule_may_be_named_by_index_alone_and_stand_behind_the_results()
    {
        var finding = Sample.OneFinding("""{"runs":[{"results":[{"ruleIndex":1}],"tool":{"driver":{"rules":[{"id":"A"},{"id":"CVE-7","shortDescription":{"text":"seven"}}],"name":"x"}}}],"version":"2.1.0"}""");
        Assert.Equal(("CVE-7", "seven"), (finding.Id, finding.Title));
    }

    [Fact]
    public void A_rule_may_be_an_extensions()
    {
        var finding = Sample.OneFinding("""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"},"extensions":[{"name":"e","rules":[{"id":"CVE-7","shortDescription":{"text":"seven"}}]}]},"results":[{"ruleId":"CVE-7/minor"}]}]}""");
        Assert.Equal("seven", finding.Title);
    }

    [Fact]
    public void The_text_of_a_secret_is_forgotten()
    {
        var finding = Trivy(
            """{"id":"aws-access-key-id","name":"Secret","shortDescription":{"text":"AKIAhunter2"},"fullDescription":{"text":"AKIAhunter2"},"help":{"text":"Match: AKIAhunter2"},"properties":{"tags":["secret","security","CRITICAL"]}}""",
            """{"ruleId":"aws-access-key-id","message":{"text":"Artifact: x\nType: \nSecret AWS\nSeverity: CRITICAL\nMatch: AKIAhunter2"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"config.env"},"region":{"startLine":3,"snippet":{"text":"AKIAhunter2"}}}}]}""");
        Assert.Equal((FindingKind.Secret, Severity.Critical, "config.env", 3), (finding.Kind, finding.Severity, finding.Path, finding.Line));
        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_is_in_the_properties_of_a_run()
    {
        var digest = "sha256:" + new string('c', 64);
        var subject = Sample.Read($$$"""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Trivy","version":"1"} },"results":[],"properties":{"imageName":"shop/api","imageID":"{{{digest}}}","repoDigests":["r/shop/api@{{{digest}}}"]} }]}""").Report!.Subject;
        Assert.Equal(("shop/api", digest, digest), (subject.Name, subject.Configs[0].Text, subject.Manifests[0].Text));
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData(""","results":[]""", false, null)]
    [InlineData(""","results":null""", true, null)]
    [InlineData(""","results":[],"invocations":[{"executionSuccessful":true,"endTimeUtc":"2026-01-01T00:00:00Z"}]""", false, true)]
    public void No_results_is_a_scan_that_was_not_made(string members, bool isAbsent, bool? succeeded)
    {
        var report = Sample.Read($$$"""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"} }{{{members}}} }]}""").Report!;
        Assert.Equal((isAbsent, succeeded), (report.ResultsAbsent, report.Succeeded));
    }

    [Theory]
    [InlineData("""{"version":"2.1.0","runs":[]}""", EvidenceProblem.ScanFailed)]
    [InlineData("""{"version":"2.1.0","runs":null}""", EvidenceProblem.ScanFailed)]
    [InlineData("""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[],"invocations":[{"executionSuccessful":true},{"executionSuccessful":false}]}]}""", EvidenceProblem.ScanFailed)]
    [InlineData("""{"version":"2.0.0","runs":[]}""", EvidenceProblem.UnknownFormat)]
    [InlineData("""{"runs":[]}""", EvidenceProblem.UnknownFormat)]
    [InlineData("""{"version":"2.1.0","runs":[{"results":[]}]}""", EvidenceProblem.Damaged)]
    [InlineData("""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{}]}]}""", EvidenceProblem.Damaged)]
    public void A_log_that_proves_nothing_is_refused(string log, EvidenceProblem problem) => Assert.Equal(problem, Sample.Refused(log).Problem);

    [Fact]
    public void Runs_of_several_tools_are_one_report_that_claims_only_what_all_do()
    {
        var report = Sample.Read("""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"a"}},"results":[{"ruleId":"CVE-1"}],"invocations":[{"executionSuccessful":true}],"properties":{"imageName":"x"}},{"tool":{"driver":{"name":"b"}}}]}""").Report!;
        Assert.Equal(("a+b", true, null), (report.Scanner.Name, report.ResultsAbsent, report.Succeeded));
        Assert.Equal("", report.Subject.Name);
    }

    private static ScanReport Report(string tool, string rule, string result) =>
        Sample.Read($$$"""{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":{"name":"{{{tool}}}","version":"1","rules":[{{{rule}}}]} },"results":[{{{result}}}]}]}""").Report!;

    private static Finding Of(string tool, string rule, string result) => Assert.Single(Report(tool, rule, result).Findings);

    private static Finding Trivy(string rule, string result) => Of("Trivy", rule, result);
}
