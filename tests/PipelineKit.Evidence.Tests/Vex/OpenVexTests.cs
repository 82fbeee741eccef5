using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

public sealed class OpenVexTests
{
    [Theory]
    [InlineData("https://openvex.dev/ns", "0.0.1")]
    [InlineData("https://openvex.dev/ns/v0.0.1", "0.0.1")]
    [InlineData("https://openvex.dev/ns/v0.2.0", "0.2.0")]
    public void Both_versions_are_read_by_their_context(string context, string version)
    {
        var json = VexSample.OpenVex("\"status\":\"fixed\"").Replace("https://openvex.dev/ns/v0.2.0", context, StringComparison.Ordinal);

        var document = VexSample.Read(json);

        Assert.Equal((EvidenceFormat.OpenVex, version), (document.Format, document.FormatVersion));
        Assert.Null(document.Report);
    }

    [Fact]
    public void Another_version_is_said_to_be_unknown()
    {
        var refused = VexSample.Refused(VexSample.OpenVex("\"status\":\"fixed\"").Replace("v0.2.0", "v0.9.0", StringComparison.Ordinal));

        Assert.Equal(EvidenceProblem.UnknownFormat, refused.Problem);
        Assert.Contains("v0.9.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_keeps_what_it_says()
    {
        var statement = One(VexSample.OpenVex(
            "\"status\":\"not_affected\",\"justification\":\"vulnerable_code_not_present\",\"impact_statement\":\"never built in\",\"timestamp\":\"2026-03-01T00:00:00+02:00\""));

        Assert.Equal(("Acme", VexStatus.NotAffected, "vulnerable_code_not_present", "never built in"), (statement.Author, statement.Status, statement.Justification, statement.Statement));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 22, 0, 0, TimeSpan.Zero), statement.At);
        Assert.Equal("pkg:deb/debian/bash@5.2", Assert.Single(statement.Products).Purl!.ToString());
    }

    [Fact]
    public void The_first_version_writes_texts_where_the_second_writes_objects()
    {
        var statement = One(
            """
            {"@context":"https://openvex.dev/ns","author":"A","statements":[{"vulnerability":"CVE-2026-1","products":["pkg:oci/app@sha256%3A00","https://example.com/p"],"subcomponents":["pkg:npm/x@1"],"status":"fixed"}]}
            """);

        Assert.Equal(["CVE-2026-1"], statement.Vulnerabilities);
        Assert.Equal(["pkg:oci/app@sha256%3A00", "https://example.com/p"], statement.Products.Select(p => p.Identifier));
        Assert.All(statement.Products, p => Assert.Equal("pkg:npm/x@1", Assert.Single(p.Subcomponents).Identifier));
        Assert.Null(statement.Products[1].Purl);
        Assert.Null(statement.At);
    }

    [Fact]
    public void Aliases_and_products_named_by_hash_or_identifier_are_kept()
    {
        var hash = new string('a', 64);
        var statement = One(
            $$$"""
            {"@context":"https://openvex.dev/ns/v0.2.0","author":"A","statements":[{"vulnerability":{"@id":"https://nvd.example/CVE-2026-1","name":"CVE-2026-1","aliases":["GHSA-1","CVE-2026-1"]},"status":"fixed",
             "products":[{"hashes":{"sha-256":"{{{hash.ToUpperInvariant()}}}","md5":"x"}},{"identifiers":{"purl":"pkg:npm/x@1","cpe23":"cpe:2.3:a:x"}},{"identifiers":{"cpe23":"cpe:2.3:a:x"}},{"@id":"pkg:oci/app@sha256:{{{hash}}}"}]}]}
            """);

        Assert.Equal(["CVE-2026-1", "GHSA-1"], statement.Vulnerabilities);
        Assert.Equal([$"sha256:{hash}", "pkg:npm/x@1", "cpe:2.3:a:x", $"pkg:oci/app@sha256:{hash}"], statement.Products.Select(p => p.Identifier));
        Assert.Equal([Digest.Parse("sha256:" + hash)], statement.Products[0].Digests);
        Assert.Equal([Digest.Parse("sha256:" + hash)], statement.Products[3].Digests);
        Assert.Equal("x", statement.Products[1].Purl!.Name);
    }

    [Theory]
    [InlineData("\"timestamp\":\"2026-05-01T00:00:00Z\",\"last_updated\":\"2026-06-01T00:00:00Z\"", "", "2026-06-01")]
    [InlineData("\"timestamp\":\"2026-05-01T00:00:00Z\"", "\"last_updated\":\"2026-07-01T00:00:00Z\",", "2026-05-01")]
    [InlineData("\"status_notes\":\"\"", "\"last_updated\":\"2026-07-01T00:00:00Z\",", "2026-07-01")]
    [InlineData("\"status_notes\":\"\"", "", "2026-01-02")]
    public void The_time_of_a_statement_is_its_own_before_that_of_the_document(string statement, string document, string day) =>
        Assert.Equal(day, One(VexSample.OpenVex("\"status\":\"fixed\"," + statement, more: document)).At!.Value.ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("\"status\":\"not_affected\"", "without `justification`")]
    [InlineData("\"status\":\"not_affected\",\"impact_statement\":\" \"", "without `justification`")]
    [InlineData("\"status\":\"not_affected\",\"justification\":\"because\"", "because")]
    [InlineData("\"status\":\"affected\"", "without `action_statement`")]
    [InlineData("\"status\":\"maybe\"", "statements[0].status is `maybe`")]
    [InlineData("\"justification\":\"component_not_present\"", "no `status`")]
    [InlineData("\"status\":\"fixed\",\"timestamp\":\"yesterday\"", "statements[0].timestamp")]
    [InlineData("\"status\":7", "statements[0].status is not text")]
    public void What_the_specification_does_not_allow_is_refused_with_its_place(string statement, string said)
    {
        var refused = VexSample.Refused(VexSample.OpenVex(statement));

        Assert.Equal(EvidenceProblem.Damaged, refused.Problem);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "no products")]
    [InlineData("[{}]", "statements[0].products[0] has no `@id`")]
    [InlineData("[\"\"]", "statements[0].products[0] is empty")]
    [InlineData("[{\"@id\":\"x\",\"hashes\":{\"sha-256\":\"abc\"}}]", "statements[0].products[0].hashes.sha-256 is no sha-256 hash")]
    [InlineData("{}", "statements[0].products is not an array")]
    public void A_product_that_is_none_is_refused(string products, string said) =>
        Assert.Contains(said, VexSample.Refused(VexSample.OpenVex("\"status\":\"fixed\"", products)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"impact_statement\":\"none\"")]
    [InlineData(VexSample.Reason)]
    public void One_reason_is_enough_for_not_affected(string reason) =>
        Assert.Equal(VexStatus.NotAffected, One(VexSample.OpenVex("\"status\":\"not_affected\"," + reason)).Status);

    [Fact]
    public void Subcomponents_narrow_the_product() =>
        Assert.Equal(
            "pkg:npm/x@1",
            Assert.Single(Assert.Single(One(VexSample.OpenVex("\"status\":\"fixed\"", "[{\"@id\":\"app\",\"subcomponents\":[{\"@id\":\"pkg:npm/x@1\"}]}]")).Products).Subcomponents).Identifier);

    private static VexStatement One(string json) => Assert.Single(VexSample.Read(json).Vex);
}
