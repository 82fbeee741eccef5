using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class TrivyReportTests
{
    [Fact]
    public void Results_that_are_absent_are_not_results_that_are_empty()
    {
        Assert.True(Sample.Read("""{"SchemaVersion":2,"ArtifactName":"x"}""").Report!.ResultsAbsent);
        Assert.True(Sample.Read("""{"SchemaVersion":2,"ArtifactName":"x","Results":null}""").Report!.ResultsAbsent);
        Assert.False(Sample.Read("""{"SchemaVersion":2,"ArtifactName":"x","Results":[]}""").Report!.ResultsAbsent);
    }

    [Theory]
    [InlineData("""{"SchemaVersion":3,"Results":[]}""")]
    [InlineData("""{"Results":[]}""")]
    public void Another_schema_is_not_guessed_at(string report) => Assert.Equal(EvidenceProblem.UnknownFormat, Sample.Refused(report).Problem);

    [Fact]
    public void The_bare_array_of_old_versions_is_read()
    {
        var document = Sample.Read("""[{"Target":"alpine:3.10 (alpine 3.10.2)","Type":"alpine","Vulnerabilities":[{"VulnerabilityID":"CVE-2019-1549","PkgName":"openssl","InstalledVersion":"1.1.1c-r0","FixedVersion":"1.1.1d-r0","Severity":"MEDIUM"}]},{"Target":"app/package-lock.json","Type":"npm","Vulnerabilities":null}]""");
        Assert.Equal((EvidenceFormat.Trivy, "1"), (document.Format, document.FormatVersion));
        var finding = Assert.Single(document.Report!.Findings);
        Assert.Equal(new PackageIdentity("apk", "openssl", "1.1.1c-r0"), finding.Package);
        Assert.Null(finding.Path);
        Assert.Equal(["apk", "npm"], document.Report.Coverage.Select(c => c.Ecosystem));
    }

    [Fact]
    public void Image_platform_and_distribution_are_taken_from_the_metadata()
    {
        var digest = "sha256:" + new string('a', 64);
        var subject = Sample.Read($$"""
            {"SchemaVersion":2,"ArtifactName":"shop/api:1","Metadata":{"OS":{"Family":"debian","Name":"12.5"},"ImageID":"{{digest}}","RepoDigests":["registry.example/shop/api@{{digest}}","registry.example/shop/api@sha256:short"],
            "DiffIDs":["{{digest}}"],"ImageConfig":{"architecture":"arm64","os":"linux","variant":"v8"} },"Results":[]}
            """).Report!.Subject;
        Assert.Equal(("shop/api:1", "linux/arm64"), (subject.Name, subject.Platform));
        Assert.Equal(new OperatingSystemFacts("debian", "12.5", false), subject.OperatingSystem);
        Assert.Equal([digest], subject.Manifests.Select(d => d.Text));
        Assert.Equal([digest], subject.Configs.Select(d => d.Text));
        Assert.Equal([digest], subject.DiffIds.Select(d => d.Text));
    }

    [Theory]
    [InlineData("arm", "v7", "linux/arm/v7")]
    [InlineData("arm64", "v8", "linux/arm64")]
    [InlineData("amd64", "", "linux/amd64")]
    [InlineData("", "", null)]
    public void Platforms_are_written_as_registries_do(string architecture, string variant, string? expected) =>
        Assert.Equal(expected, Sample.Read($$$"""{"SchemaVersion":2,"Metadata":{"ImageConfig":{"os":"linux","architecture":"{{{architecture}}}","variant":"{{{variant}}}"} } }""").Report!.Subject.Platform);

    [Theory]
    [InlineData("1.2.3", "fixed", FixState.Fixed, new[] { "1.2.3" })]
    [InlineData("2.6.6, 2.5.12", "fixed", FixState.Fixed, new[] { "2.6.6", "2.5.12" })]
    [InlineData("", "affected", FixState.NotFixed, new string[0])]
    [InlineData("", "fix_deferred", FixState.NotFixed, new string[0])]
    [InlineData("", "under_investigation", FixState.NotFixed, new string[0])]
    [InlineData("", "will_not_fix", FixState.WontFix, new string[0])]
    [InlineData("", "end_of_life", FixState.WontFix, new string[0])]
    [InlineData("", "unknown", FixState.Unknown, new string[0])]
    [InlineData("", "", FixState.Unknown, new string[0])]
    public void Fix_and_status_are_told_apart(string version, string status, FixState fix, string[] versions)
    {
        var finding = OfVulnerability($$"""{"VulnerabilityID":"CVE-1","PkgName":"p","FixedVersion":"{{version}}","Status":"{{status}}"}""");
        Assert.Equal(fix, finding.Fix);
        Assert.Equal(versions, finding.FixedVersions);
    }

    [Fact]
    public void Opinions_of_vendors_are_words_and_scores_by_source()
    {
        var finding = OfVulnerability("""
            {"VulnerabilityID":"CVE-1","PkgName":"p","Severity":"LOW","SeveritySource":"debian","VendorSeverity":{"debian":1,"nvd":4,"unsure":0},
            "CVSS":{"nvd":{"V2Vector":"AV:N","V2Score":10,"V3Vector":"CVSS:3.1/x","V3Score":7.5},"ghsa":{"V40Vector":"CVSS:4.0/y","V40Score":9.3,"V3Score":5.1,"V3Vector":"CVSS:3.1/z"},"bare":{"V3Vector":"CVSS:3.1/w"}}}
            """);
        Assert.Equal(Severity.Low, finding.Severity);
        Assert.Equal(
            [
                new("debian", Severity.Low),
                new("nvd", Severity.Critical, 7.5, "CVSS:3.1/x"),
                new("unsure", Severity.Unknown),
                new("ghsa", Severity.Critical, 9.3, "CVSS:4.0/y"),
                new("bare", Severity.Unknown, null, "CVSS:3.1/w"),
            ],
            finding.Ratings);
    }

    [Fact]
    public void A_package_is_named_by_its_url_and_versioned_by_the_report_which_has_the_epoch()
    {
        var finding = OfVulnerability("""{"VulnerabilityID":"CVE-1","PkgName":"bash","InstalledVersion":"1:5.0-4","PkgIdentifier":{"PURL":"pkg:deb/debian/bash@5.0-4?arch=amd64\u0026epoch=1"}}""");
        Assert.Equal(("deb", "bash", "1:5.0-4"), (finding.Package.Type, finding.Package.Name, finding.Package.Version));
        Assert.Equal("pkg:deb/debian/bash@5.0-4?arch=amd64&epoch=1", finding.Package.Purl);
    }

    [Fact]
    public void A_package_url_that_is_none_is_as_none()
    {
        var finding = OfVulnerability("""{"VulnerabilityID":"CVE-1","PkgName":"p","InstalledVersion":"1","PkgIdentifier":{"PURL":"not a purl"}}""");
        Assert.Equal(new PackageIdentity("npm", "p", "1"), finding.Package);
    }

    [Fact]
    public void Names_of_a_result_may_stand_behind_its_findings()
    {
        const string First = """{"Target":"a/package-lock.json","Class":"lang-pkgs","Type":"npm","Vulnerabilities":[{"VulnerabilityID":"CVE-1","PkgName":"p"}]}""";
        const string Last = """{"Vulnerabilities":[{"PkgName":"p","VulnerabilityID":"CVE-1"}],"Type":"npm","Class":"lang-pkgs","Target":"a/package-lock.json"}""";
        var (first, last) = (Report(First), Report(Last));
        Assert.Equal(first.Findings, last.Findings, (a, b) => a == b with { Ratings = a.Ratings, Aliases = a.Aliases, FixedVersions = a.FixedVersions });
        Assert.Equal(("npm", "a/package-lock.json"), (last.Findings[0].Package.Type, last.Findings[0].Path));
        Assert.Equal(first.Coverage, last.Coverage);
    }

    [Fact]
    public void Packages_are_counted_as_coverage()
    {
        var report = Report("""{"Target":"x (debian 12)","Class":"os-pkgs","Type":"debian","Packages":[{"Name":"a"},{"Name":"b"}]},{"Target":"Java","Class":"lang-pkgs","Type":"jar"},{"Class":"custom"},{"Target":"/app/key.pem","Class":"secret","Secrets":[]}""");
        Assert.Equal([new("deb", "x (debian 12)", 2), new("maven", "Java", null), new("secret", "/app/key.pem", null)], report.Coverage);
    }

    [Fact]
    public void A_secret_is_found_and_its_text_forgotten()
    {
        var finding = Assert.Single(Report("""
            {"Target":"/app/config.env","Class":"secret","Secrets":[{"RuleID":"aws-access-key-id","Category":"AWS","Severity":"CRITICAL","Title":"AWS Access Key ID","StartLine":3,"EndLine":3,"Code":{"Lines":[{"Content":"AKIAhunter2"}]},"Match":"key = AKIAhunter2","Layer":{"DiffID":"sha256:1"}}]}
            """).Findings);
        Assert.Equal((FindingKind.Secret, "aws-access-key-id", "/app/config.env", 3, Severity.Critical), (finding.Kind, finding.Id, finding.Path, finding.Line, finding.Severity));
        Assert.Equal("sha256:1", finding.Layer);
        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_misconfigurations_that_fail_are_findings()
    {
        var findings = Report("""
            {"Target":"Dockerfile","Class":"config","Type":"dockerfile","Misconfigurations":[{"ID":"DS001","Title":"latest","Severity":"HIGH","Status":"FAIL","CauseMetadata":{"StartLine":4}},{"ID":"DS002","Status":"PASS"},{"ID":"DS003","Status":"EXCEPTION"},{"AVDID":"AVD-DS-4","Severity":"LOW"}]}
            """).Findings;
        Assert.Equal(["DS001", "AVD-DS-4"], findings.Select(f => f.Id));
        Assert.Equal((FindingKind.Misconfiguration, "Dockerfile", 4), (findings[0].Kind, findings[0].Path, findings[0].Line));
    }

    [Fact]
    public void A_licence_names_its_package_and_file()
    {
        var finding = Assert.Single(Report("""{"Target":"Node.js","Class":"license","Type":"node-pkg","Licenses":[{"Severity":"HIGH","Category":"restricted","PkgName":"left-pad","FilePath":"app/package.json","Name":"GPL-3.0","Link":"https://x.example"}]}""").Findings);
        Assert.Equal((FindingKind.License, "GPL-3.0", "npm", "left-pad", "app/package.json"), (finding.Kind, finding.Id, finding.Package.Type, finding.Package.Name, finding.Path));
    }

    [Theory]
    [InlineData("ignored", "ignore")]
    [InlineData("not_affected", "vex")]
    [InlineData("fixed", "vex")]
    public void What_an_ignore_file_or_a_vex_document_took_out_stays_visible(string status, string by)
    {
        var report = Report($$$"""{"Target":"x","Class":"lang-pkgs","Type":"npm","ExperimentalModifiedFindings":[{"Finding":{"VulnerabilityID":"CVE-1","PkgName":"p","Severity":"HIGH"},"Type":"vulnerability","Status":"{{{status}}}","Statement":"because","Source":".trivyignore.yaml"}]}""");
        var finding = Assert.Single(report.Findings);
        Assert.Equal(new Suppression(by, status, "because (.trivyignore.yaml)"), finding.Suppression);
        Assert.Equal(("CVE-1", Severity.High), (finding.Id, finding.Severity));
    }

    [Theory]
    [InlineData("""{"PkgName":"p"}""", "Results[0].Vulnerabilities[0] has no VulnerabilityID")]
    [InlineData("""{"VulnerabilityID":7}""", "Results[0].Vulnerabilities[0].VulnerabilityID is a number; text is expected")]
    [InlineData("""{"VulnerabilityID":"CVE-1","Severity":"LOW","Severity":"HIGH"}""", "Results[0].Vulnerabilities[0].Severity is there twice")]
    [InlineData("""{"VulnerabilityID":"CVE-1","CVSS":{"nvd":{"V3Score":1e400}}}""", "Results[0].Vulnerabilities[0].CVSS.nvd.V3Score is beyond all numbers")]
    [InlineData("""{"VulnerabilityID":"CVE-1","PublishedDate":"soon"}""", "Results[0].Vulnerabilities[0].PublishedDate is no time of RFC 3339")]
    [InlineData("null", "Results[0].Vulnerabilities[0] is null; an object is expected")]
    public void A_vulnerability_that_is_not_as_trivy_writes_it_is_refused_at_its_place(string vulnerability, string message)
    {
        var refused = Sample.Refused(Wrap($$"""{"Target":"t","Class":"lang-pkgs","Type":"npm","Vulnerabilities":[{{vulnerability}}]}"""));
        Assert.Equal(message, refused.Message);
        Assert.NotNull(refused.Line);
        Assert.NotNull(refused.Column);
    }

    [Fact]
    public void Titles_are_short_and_on_one_line()
    {
        var title = OfVulnerability($$"""{"VulnerabilityID":"CVE-1","Title":"two\nlines {{new string('x', 300)}}"}""").Title;
        Assert.Equal(200, title.Length);
        Assert.StartsWith("two lines x", title, StringComparison.Ordinal);
        Assert.EndsWith("…", title, StringComparison.Ordinal);
    }

    [Fact]
    public void More_findings_than_the_bound_are_refused()
    {
        var result = """{"Target":"t","Type":"npm","Vulnerabilities":[{"VulnerabilityID":"CVE-1"},{"VulnerabilityID":"CVE-2"},{"VulnerabilityID":"CVE-3"}]}""";
        Assert.Equal(EvidenceProblem.TooLarge, Sample.Refused(Wrap(result), new EvidenceLimits { Items = 2 }).Problem);
        Assert.Equal(3, Sample.Read(Wrap(result), new EvidenceLimits { Items = 3 }).Report!.Findings.Count);
    }

    private static string Wrap(string results) => $$"""{"SchemaVersion":2,"ArtifactName":"x","Results":[{{results}}]}""";

    private static ScanReport Report(string results) => Sample.Read(Wrap(results)).Report!;

    private static Finding OfVulnerability(string vulnerability) => Assert.Single(Report($$"""{"Target":"package-lock.json","Class":"lang-pkgs","Type":"npm","Vulnerabilities":[{{vulnerability}}]}""").Findings);
}
