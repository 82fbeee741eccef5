using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Spdx;

public sealed class SpdxValidationTests
{
    private const string Elements = """
        {"type":"software_Package","spdxId":"https://e/p","creationInfo":"_:c","name":"app"},
        {"type":"Relationship","spdxId":"https://e/r","creationInfo":"_:c","from":"https://e/p","relationshipType":"hasDeclaredLicense","to":["https://spdx.org/licenses/MIT"]}
        """;

    [SkippableTheory]
    [InlineData("01-MinimalSBOM.json", "SPDX-2.3", "")]
    [InlineData("02-SBOMwSource.json", "SPDX-2.3", "")]
    [InlineData("03-SBOMwDependency.json", "SPDX-2.3", "")]
    [InlineData("04-SBOMwSecurity.json", "SPDX-2.3", "")]
    [InlineData("05-SBOMwSourceLicense.json", "SPDX-2.3", "")]
    [InlineData("ACME-v2.3.spdx.json", "SPDX-2.3", "")]
    [InlineData("sbom.spdx3.json", "3.0.1", "")]
    [InlineData("simplehtr-example.json", "3.0.1", "uniqueItems")]
    public void Published_examples_are_valid_but_for_what_is_wrong_with_them(string file, string version, string rules)
    {
        var errors = Check(File.ReadAllText(Peer.SharedData("reports/spdx/" + file)), out var found);
        Assert.Equal(rules, string.Join(' ', errors.Select(e => e.Rule).Distinct(StringComparer.Ordinal)));
        Assert.Equal(version, found);
    }

    [Theory]
    [InlineData("\"name\":\"x\",", "", "", "required")]
    [InlineData("SPDXRef-DOCUMENT\",\"data", "SPDXRef-DOC\",\"data", "/SPDXID", "const")]
    [InlineData("CC0-1.0", "MIT", "/dataLicense", "const")]
    [InlineData("https://example.com/x", "https://example.com/x#y", "/documentNamespace", "format")]
    [InlineData("2024-01-02T03:04:05Z", "2024-01-02", "/creationInfo/created", "format")]
    [InlineData("Tool: syft", "syft", "/creationInfo/creators/0", "pattern")]
    [InlineData("[\"Tool: syft-1.2.3\",\"Organization: Acme (a@acme.example)\",\"Person: NOASSERTION\"]", "[]", "/creationInfo/creators", "minItems")]
    [InlineData("SPDXRef-b", "SPDXRef-a", "/packages/1/SPDXID", "uniqueItems")]
    [InlineData("SPDXRef-b", "SPDXRef-b_c", "/packages/1/SPDXID", "pattern")]
    [InlineData("\"name\":\"a\"", "\"name\":\"\"", "/packages/0/name", "minLength")]
    [InlineData("\"name\":\"a\"", "\"name\":7", "/packages/0/name", "type")]
    [InlineData("\"downloadLocation\":\"NOASSERTION\"}", "\"x\":1}", "/packages/1", "required")]
    [InlineData("MIT OR ISC", "MIT OR", "/packages/0/licenseDeclared", "format")]
    [InlineData("MIT OR ISC", "LicenseRef-z", "/packages/0/licenseDeclared", "reference")]
    [InlineData("SHA256", "CRC", "/packages/0/checksums/0/algorithm", "enum")]
    [InlineData("\"ab\"", "\"xy\"", "/packages/0/checksums/0/checksumValue", "pattern")]
    [InlineData("LIBRARY", "THING", "/packages/0/primaryPackagePurpose", "enum")]
    [InlineData("PACKAGE-MANAGER", "PACKAGES", "/packages/0/externalRefs/0/referenceCategory", "enum")]
    [InlineData("pkg:npm/a", "pkg:a", "/packages/0/externalRefs/0/referenceLocator", "format")]
    [InlineData("\"SPDXRef-a\"}", "\"SPDXRef-z\"}", "/relationships/0/relatedSpdxElement", "reference")]
    [InlineData("DESCRIBES", "IS", "/relationships/0/relationshipType", "enum")]
    [InlineData("SPDX-2.3", "SPDX-9.9", "/spdxVersion", "enum")]
    [InlineData("\"relationships\":[", "\"documentDescribes\":[\"SPDXRef-q\"],\"relationships\":[", "/documentDescribes/0", "reference")]
    [InlineData("\"relationships\":[", "\"files\":{},\"relationships\":[", "/files", "type")]
    [InlineData("\"relationships\":[", "\"relationships\":[1,", "/relationships/0", "type")]
    public void What_is_wrong_with_a_document_of_version_2_is_said_with_its_place(string old, string replacement, string path, string rule)
    {
        var text = SpdxText.Two(
            SpdxText.Package("a", "a", """
                ,"licenseDeclared":"MIT OR ISC","licenseConcluded":"NONE","primaryPackagePurpose":"LIBRARY","checksums":[{"algorithm":"SHA256","checksumValue":"ab"}],
                "externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:npm/a"}]
                """) + "," + SpdxText.Package("b", "b"),
            $",\"relationships\":[{SpdxText.Relation("DOCUMENT", "DESCRIBES", "a")}]");
        Assert.Empty(Check(text, out _));
        Assert.Contains(old, text, StringComparison.Ordinal);
        var error = Assert.Single(Check(text.Replace(old, replacement, StringComparison.Ordinal), out _).Take(1));
        Assert.Equal((path, rule), (error.Path, error.Rule));
    }

    [Theory]
    [InlineData("https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "https://example.com", "/@context", "const")]
    [InlineData("\"SpdxDocument\"", "\"Bundle\"", "/@graph", "contains")]
    [InlineData("\"specVersion\":\"3.0.1\"", "\"specVersion\":\"3.1\"", "/@graph/0/specVersion", "const")]
    [InlineData("2024-01-02T03:04:05Z", "2024-01-02T03:04:05+01:00", "/@graph/0/created", "format")]
    [InlineData("\"createdBy\":[\"https://e/acme\"]", "\"createdBy\":[]", "/@graph/0/createdBy", "minItems")]
    [InlineData("\"createdBy\":[\"https://e/acme\"]", "\"createdBy\":[\"https://e/nobody\"]", "/@graph/0/createdBy/0", "reference")]
    [InlineData("\"spdxId\":\"https://e/r\"", "\"spdxId\":\"https://e/p\"", "/@graph/5/spdxId", "uniqueItems")]
    [InlineData("\"spdxId\":\"https://e/r\"", "\"spdxId\":\"r\"", "/@graph/5/spdxId", "format")]
    [InlineData("\"name\":\"app\"", "\"n\":\"app\"", "/@graph/4", "required")]
    [InlineData("\"type\":\"software_Package\",", "", "/@graph/4", "required")]
    [InlineData("\"from\":\"https://e/p\"", "\"from\":\"https://e/x\"", "/@graph/5/from", "reference")]
    [InlineData("\"from\":\"https://e/p\"", "\"from\":5", "/@graph/5/from", "type")]
    [InlineData("\"spdxId\":\"https://e/p\",\"creationInfo\":\"_:c\"", "\"spdxId\":\"https://e/p\",\"creationInfo\":\"_:z\"", "/@graph/4/creationInfo", "reference")]
    public void What_is_wrong_with_a_document_of_version_3_is_said_with_its_place(string old, string replacement, string path, string rule)
    {
        var text = SpdxText.Three(Elements);
        Assert.Empty(Check(text, out var version));
        Assert.Equal("3.0.1", version);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Assert.Contains((path, rule), Check(text.Replace(old, replacement, StringComparison.Ordinal), out _).Select(e => (e.Path, e.Rule)));
    }

    [Fact]
    public void What_is_imported_need_not_be_there() =>
        Assert.Empty(Check(SpdxText.Three(Elements.Replace("https://spdx.org/licenses/MIT", "https://other/x", StringComparison.Ordinal)).Replace(
            "\"rootElement\"", "\"import\":[{\"type\":\"ExternalMap\",\"externalSpdxId\":\"https://other/x\"}],\"rootElement\"", StringComparison.Ordinal), out _));

    [Fact]
    public void Of_many_errors_a_hundred_are_said_and_the_rest_is_counted()
    {
        var errors = Check(SpdxText.Two(string.Join(',', Enumerable.Repeat("{}", 150))), out _);
        Assert.Equal(100, errors.Count);
        Assert.Equal(("limit", "and 351 more"), (errors[^1].Rule, errors[^1].Message));
    }

    private static IReadOnlyList<BomError> Check(string text, out string version)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return SpdxValidation.Check(new JsonInput(stream, "bom.json", EvidenceLimits.Default, CancellationToken.None), out version);
    }
}
