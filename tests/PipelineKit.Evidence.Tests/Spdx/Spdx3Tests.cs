using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Spdx;

public sealed class Spdx3Tests
{
    private const string Package = """
        {"type":"software_Package","spdxId":"https://e/p","creationInfo":"_:c","name":"app","software_packageVersion":"1.0","software_packageUrl":"pkg:oci/app@sha256%3A#1?arch=amd64","software_primaryPurpose":"container",
        "software_additionalPurpose":["archive","executable"],"suppliedBy":"https://e/acme","verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":"#2"},{"type":"PackageVerificationCode","algorithm":"sha1","hashValue":"3"}]},
        {"type":"software_Package","spdxId":"https://e/q","creationInfo":"_:c","name":"lib","externalIdentifier":[{"type":"ExternalIdentifier","externalIdentifierType":"packageUrl","identifier":"pkg:npm/lib@2.0.0"}]}
        """;

    private static readonly string Elements = Package.Replace("#1", new string('1', 64), StringComparison.Ordinal).Replace("#2", new string('2', 64), StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("sbom.spdx3.json")]
    [InlineData("simplehtr-example.json")]
    public void Every_package_of_a_published_example_is_read(string file)
    {
        var text = File.ReadAllText(Peer.SharedData("reports/spdx/" + file));
        var graph = JsonNode.Parse(text)!["@graph"]!.AsArray();
        var document = SpdxText.Read(text);
        var bom = document.Bom!;
        Assert.Equal((EvidenceFormat.Spdx3, "3.0.1"), (document.Format, document.FormatVersion));
        var expected = graph.Where(e => e!["type"]!.GetValue<string>() is "software_Package" or "ai_AIPackage" or "dataset_DatasetPackage").Select(e => e!["spdxId"]!.GetValue<string>());
        Assert.Equal(expected.Order(StringComparer.Ordinal), bom.Components.Concat(bom.Subject is null ? [] : [bom.Subject]).Select(c => c.Reference).Order(StringComparer.Ordinal));
        Assert.NotEmpty(bom.Authors);
        Assert.NotNull(bom.Created);
        Assert.Empty(document.Vex);
    }

    [Fact]
    public void A_package_is_read_with_what_relationships_say_about_it()
    {
        var bom = SpdxText.Read(SpdxText.Three(Elements + """
            ,{"type":"simplelicensing_LicenseExpression","spdxId":"https://e/l","creationInfo":"_:c","simplelicensing_licenseExpression":"MIT OR ISC"},
            {"type":"software_File","spdxId":"https://e/f","creationInfo":"_:c","name":"./app.tar","verifiedUsing":[{"type":"Hash","algorithm":"sha512","hashValue":"AA"}]},
            {"type":"Relationship","spdxId":"https://e/r1","creationInfo":"_:c","from":"https://e/p","relationshipType":"hasConcludedLicense","to":["https://e/l"]},
            {"type":"Relationship","spdxId":"https://e/r2","creationInfo":"_:c","from":"https://e/p","relationshipType":"hasDeclaredLicense","to":["https://spdx.org/licenses/0BSD"]},
            {"type":"Relationship","spdxId":"https://e/r3","creationInfo":"_:c","from":"https://e/q","relationshipType":"hasDeclaredLicense","to":["https://spdx.org/licenses/0BSD"]},
            {"type":"Relationship","spdxId":"https://e/r4","creationInfo":"_:c","from":"https://e/p","relationshipType":"dependsOn","to":["https://e/q"],"completeness":"complete"},
            {"type":"Relationship","spdxId":"https://e/r5","creationInfo":"_:c","from":"https://e/p","relationshipType":"contains","to":["https://e/f"],"completeness":"complete"},
            {"type":"Relationship","spdxId":"https://e/r6","creationInfo":"_:c","from":"https://e/q","relationshipType":"hasDistributionArtifact","to":["https://e/f"]}
            """)).Bom!;
        var subject = bom.Subject!;
        Assert.Equal(("container", "Acme", "linux/amd64", "complete"), (subject.Type, subject.Supplier, bom.Platform, bom.Completeness));
        Assert.Equal(["sha256:" + new string('1', 64), "sha256:" + new string('2', 64)], bom.SubjectDigests.Select(d => d.Text));
        Assert.Equal("MIT OR ISC", Assert.Single(subject.Licenses).Text);
        Assert.Equal(["/app.tar"], subject.Paths);
        Assert.Equal(["bsi:component:archive=archive", "bsi:component:executable=executable", "bsi:component:structured=structured"], subject.Properties.Select(p => $"{p.Name}={p.Value}"));
        var library = Assert.Single(bom.Components);
        Assert.Equal(new PackageIdentity("npm", "lib", "2.0.0", "pkg:npm/lib@2.0.0"), library.Package);
        Assert.Equal(("0BSD", new BomHash("SHA-512", "aa"), ("bsi:component:filename", "./app.tar")), (library.Licenses[0].Text, library.Hashes[0], library.Properties[0]));
        Assert.Equal("https://e/q", Assert.Single(Assert.Single(bom.Dependencies).DependsOn));
        Assert.Equal((new BomTool("maker", "1.0"), "a@acme.example", "https://e/doc"), (Assert.Single(bom.Tools), Assert.Single(bom.Contacts), bom.Serial));
    }

    [Theory]
    [InlineData("VexNotAffected", "doesNotAffect", ",\"security_justificationType\":\"vulnerableCodeNotInExecutePath\"", VexStatus.NotAffected, "vulnerable_code_not_in_execute_path")]
    [InlineData("VexAffected", "affects", ",\"security_actionStatement\":\"update\"", VexStatus.Affected, "")]
    [InlineData("VexFixed", "fixedIn", "", VexStatus.Fixed, "")]
    [InlineData("VexUnderInvestigation", "underInvestigationFor", "", VexStatus.UnderInvestigation, "")]
    public void What_the_security_profile_says_becomes_a_statement(string kind, string relationship, string more, VexStatus status, string justification)
    {
        var statement = Assert.Single(SpdxText.Read(SpdxText.Three(Elements + $$"""
            ,{"type":"security_Vulnerability","spdxId":"https://e/v","creationInfo":"_:c","name":"CVE-2024-1","externalIdentifier":[{"type":"ExternalIdentifier","externalIdentifierType":"securityOther","identifier":"GHSA-1"}]},
            {"type":"security_{{kind}}VulnAssessmentRelationship","spdxId":"https://e/s","creationInfo":"_:c","from":"https://e/v","relationshipType":"{{relationship}}","to":["https://e/p"],
            "security_assessedElement":"https://e/q","security_publishedTime":"2024-05-05T00:00:00Z"{{more}}}
            """)).Vex);
        Assert.Equal((status, justification, "Acme", "bom.json"), (statement.Status, statement.Justification, statement.Author, statement.Document));
        Assert.Equal(["CVE-2024-1", "GHSA-1"], statement.Vulnerabilities);
        Assert.Equal(new DateTimeOffset(2024, 5, 5, 0, 0, 0, TimeSpan.Zero), statement.At);
        var product = Assert.Single(statement.Products);
        Assert.Equal(("oci", "sha256:" + new string('1', 64)), (product.Purl!.Type, product.Digests[0].Text));
        Assert.Equal("pkg:npm/lib@2.0.0", Assert.Single(product.Subcomponents).Identifier);
    }

    [Theory]
    [InlineData("\"SpdxDocument\"", "\"Other\"", "no element of type SpdxDocument")]
    [InlineData("\"specVersion\":\"3.0.1\"", "\"specVersion\":\"4.0\"", "specVersion is `4.0`")]
    [InlineData("https://e/q", "https://e/p", "@graph[5] has the identifier `https://e/p` of another package")]
    [InlineData("\"name\":\"lib\"", "\"nam\":\"lib\"", "@graph[5] has no `name`")]
    [InlineData("\"@id\":\"_:c\"", "\"@id\":\"_:d\"", "@graph[3] has no `creationInfo` that is in the document")]
    public void A_document_of_another_shape_is_refused_with_the_place(string old, string replacement, string message)
    {
        var text = SpdxText.Three(Elements);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<EvidenceException>(() => SpdxText.Read(text.Replace(old, replacement, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_affected_needs_a_reason() =>
        Assert.Contains("security_justificationType", Assert.Throws<EvidenceException>(() => SpdxText.Read(SpdxText.Three(Elements + """
            ,{"type":"security_VexNotAffectedVulnAssessmentRelationship","spdxId":"https://e/s","creationInfo":"_:c","from":"https://e/CVE-1","relationshipType":"doesNotAffect","to":["https://e/p"]}
            """))).Message, StringComparison.Ordinal);
}
