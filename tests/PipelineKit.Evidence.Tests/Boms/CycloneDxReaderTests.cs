using System.Text;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class CycloneDxReaderTests
{
    private const string Head = """{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,""";

    [Fact]
    public void Probabilities_and_catalogues_that_Grype_writes_as_ratings_are_no_severities()
    {
        var finding = Assert.Single(Read(Head + """
            "metadata":{"timestamp":"2026-01-02T03:04:05Z","tools":{"components":[{"type":"application","author":"anchore","name":"grype","version":"0.90.0"}]},
              "component":{"bom-ref":"i","type":"container","name":"app","version":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}},
            "components":[{"bom-ref":"pkg:npm/x@1?package-id=1","type":"library","name":"x","version":"1.0.0","purl":"pkg:npm/x@1.0.0","properties":[{"name":"syft:location:0:path","value":"/app/x"}]}],
            "vulnerabilities":[{"bom-ref":"urn:uuid:1","id":"CVE-1","source":{"name":"nvd","url":"https://nvd.nist.gov/vuln/detail/CVE-1"},
              "references":[{"id":"CVE-1","source":{}},{"id":"GHSA-2","source":{"name":"GHSA"}}],
              "ratings":[{"score":5.5,"severity":"medium","method":"CVSSv31","vector":"CVSS:3.1/AV:L"},{"source":{"name":"FIRST"},"score":0.97,"method":"other"},{"source":{"name":"CISA KEV Catalog"},"score":1.0,"method":"other"}],
              "affects":[{"ref":"pkg:npm/x@1?package-id=1"}]}]}
            """).Report!.Findings);

        Assert.Equal((Severity.Medium, 0.97, "cisa"), (finding.Severity, finding.Epss, finding.Exploited?.Catalog));
        Assert.Equal(new SeverityRating("nvd", Severity.Medium, 5.5, "CVSS:3.1/AV:L"), Assert.Single(finding.Ratings));
        Assert.Equal(["GHSA-2"], finding.Aliases);
        Assert.Equal(("/app/x", "https://nvd.nist.gov/vuln/detail/CVE-1"), (finding.Path, finding.Url));
    }

    [Fact]
    public void What_is_said_about_the_subject_binds_the_document_to_an_image()
    {
        var digest = Digest.Sha256("x"u8);
        var document = Read(Head + $$$"""
            "metadata":{"tools":[{"vendor":"aquasecurity","name":"Trivy","version":"0.60"}],"component":{"bom-ref":"r","type":"container","name":"app:1","purl":"pkg:oci/app@sha256%3A{{{digest.Hex}}}?arch=amd64&repository_url=index.docker.io%2Flibrary%2Fapp",
              "properties":[{"name":"aquasecurity:trivy:ImageID","value":"sha256:{{{new string('b', 64)}}}"},{"name":"aquasecurity:trivy:DiffID","value":"sha256:{{{new string('c', 64)}}}"}]}},
            "components":[{"bom-ref":"os","type":"operating-system","name":"debian","version":"12.5"},{"bom-ref":"p","type":"library","name":"libssl3","version":"3.0.11","purl":"pkg:deb/debian/libssl3@3.0.11"}],
            "vulnerabilities":[{"id":"CVE-1","ratings":[{"source":{"name":"debian"},"severity":"high"}],"recommendation":"Upgrade libssl3 to version 3.0.13-1; Upgrade x to version 2","affects":[{"ref":"p","versions":[{"version":"3.0.11","status":"affected"}]}]}]}
            """);
        var report = document.Report!;
        var finding = Assert.Single(report.Findings);

        Assert.Equal([digest], document.Bom!.SubjectDigests);
        Assert.Equal(("trivy", "linux/amd64", "debian", "12.5"), (report.Scanner.Name, report.Subject.Platform, report.Subject.OperatingSystem!.Family, report.Subject.OperatingSystem.Version));
        Assert.Equal((1, 1), (report.Subject.Configs.Count, report.Subject.DiffIds.Count));
        Assert.Equal(new CoveredPart("deb", "", 1), Assert.Single(report.Coverage));
        Assert.Equal(["3.0.13-1"], finding.FixedVersions);
        Assert.Equal((FixState.Fixed, Severity.High), (finding.Fix, finding.Severity));
    }

    [Fact]
    public void A_document_without_vulnerabilities_or_with_an_empty_list_is_no_result_of_a_scan()
    {
        const string Components = """ "components":[{"type":"library","name":"x"}]""";

        Assert.Null(Read(Head + Components + "}").Report);
        Assert.Null(Read(Head + Components + ""","vulnerabilities":[]}""").Report);
    }

    [Fact]
    public void An_analysis_is_a_statement_of_its_author_and_a_document_of_statements_alone_no_result_of_a_scan()
    {
        var document = Read(Head + """
            "serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","metadata":{"timestamp":"2026-01-02T03:04:05Z","supplier":{"name":"ACME"}},
            "vulnerabilities":[{"id":"CVE-1","references":[{"id":"GHSA-1","source":{"name":"x"}}],"analysis":{"state":"not_affected","justification":"code_not_reachable","detail":"Because.","lastUpdated":"2026-02-03T00:00:00Z"},
              "affects":[{"ref":"urn:cdx:11111111-395b-41f5-a30f-a58921a69b79/1#pkg:npm/x@1"},{"ref":"pkg:npm/y@2"}]}]}
            """);
        var statement = Assert.Single(document.Vex);

        Assert.Null(document.Report);
        Assert.Equal(("ACME", VexStatus.NotAffected, "vulnerable_code_not_in_execute_path", "Because.", 2), (statement.Author, statement.Status, statement.Justification, statement.Statement, statement.At!.Value.Month));
        Assert.Equal(["CVE-1", "GHSA-1"], statement.Vulnerabilities);
        Assert.Equal([null, "pkg:npm/y@2"], statement.Products.Select(p => p.Purl?.ToString()));
    }

    [Fact]
    public void A_link_into_the_document_itself_is_followed_and_one_that_leads_nowhere_keeps_its_package()
    {
        var findings = Read(Head + """
            "serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","components":[{"bom-ref":"a b","type":"library","name":"x","version":"1","components":[{"bom-ref":"nested","type":"library","group":"@s","name":"y","version":"2"}]}],
            "vulnerabilities":[{"id":"CVE-1","affects":[{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#a%20b"},{"ref":"nested"},{"ref":"pkg:npm/z@3"},{"ref":"lost","versions":[{"version":"9","status":"unaffected"}]}]}]}
            """).Report!.Findings;

        Assert.Equal(["x", "@s/y", "z", "lost"], findings.Select(f => f.Package.Name));
        Assert.Equal("unaffected", findings[3].Suppression?.Status);
        Assert.All(findings, f => Assert.Equal(Severity.Unknown, f.Severity));
    }

    [Theory]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":7}]}""", "components[0].name is a number; text is expected")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","name":"b"}]}""", "is there twice")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"2.0"}""", "no version of CycloneDX JSON that is read")]
    [InlineData("""{"bomFormat":"CycloneDX","components":[]}""", "has no specVersion")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[{"ratings":[]}]}""", "has no id")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[{"id":"C","ratings":[{"score":NaN}]}]}""", "not well-formed")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[{"id":"C","ratings":[{"score":1e999}]}]}""", "beyond all numbers")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[{"id":"C","analysis":{"state":"fine"},"affects":[{"ref":"x"}]}]}""", "`fine`")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"timestamp":"yesterday"}}""", "metadata.timestamp is no time of RFC 3339")]
    public void A_damaged_document_is_refused_with_the_place(string text, string message)
    {
        var exception = Assert.Throws<EvidenceException>(() => Read(text));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Every_valid_shared_document_is_read()
    {
        var files = Directory.GetFiles(Peer.SharedData(Path.Combine("reports", "cyclonedx")), "valid-*.json");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotNull(Read(File.ReadAllText(file)).Bom));
    }

    private static EvidenceDocument Read(string text) => EvidenceReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "bom.json", EvidenceLimits.Default, CancellationToken.None);
}
