using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

public sealed class CsafTests
{
    private const string Tree =
        """
        {"branches":[{"category":"vendor","name":"Acme","branches":[
            {"category":"product_version","name":"1","product":{"product_id":"A","name":"lib 1","product_identification_helper":{"purl":"pkg:npm/lib@1"}}},
            {"category":"product_version","name":"2","product":{"product_id":"B","name":"lib 2","product_identification_helper":{"cpe":"cpe:/a:acme:lib:2"}}}]}],
         "full_product_names":[{"product_id":"I","name":"image","product_identification_helper":{"purl":"pkg:oci/app"}},{"product_id":"N","name":"only a name"}],
         "product_groups":[{"group_id":"G","product_ids":["A","B"]}],
         "relationships":[
            {"category":"default_component_of","full_product_name":{"product_id":"I:A","name":"lib in image"},"product_reference":"A","relates_to_product_reference":"I"},
            {"category":"installed_on","full_product_name":{"product_id":"I:A:N","name":"part of lib in image"},"product_reference":"N","relates_to_product_reference":"I:A"}]}
        """;

    [Theory]
    [InlineData("known_not_affected", VexStatus.NotAffected)]
    [InlineData("fixed", VexStatus.Fixed)]
    [InlineData("first_fixed", VexStatus.Fixed)]
    [InlineData("known_affected", VexStatus.Affected)]
    [InlineData("first_affected", VexStatus.Affected)]
    [InlineData("last_affected", VexStatus.Affected)]
    [InlineData("under_investigation", VexStatus.UnderInvestigation)]
    public void Every_status_is_one_of_four(string name, VexStatus status)
    {
        var document = VexSample.Read(VexSample.Csaf(Tree, $$"""
            "product_status":{"{{name}}":["A"]}
            """));

        var statement = Assert.Single(document.Vex);
        Assert.Equal((EvidenceFormat.Csaf, "2.0"), (document.Format, document.FormatVersion));
        Assert.Equal((status, "https://psirt.example.com", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), (statement.Status, statement.Author, statement.At));
        Assert.Equal("pkg:npm/lib@1", Assert.Single(statement.Products).Purl!.ToString());
    }

    [Fact]
    public void Recommended_says_nothing() => Assert.Empty(Statements("\"product_status\":{\"recommended\":[\"A\"]}"));

    [Theory]
    [InlineData("A", "pkg:npm/lib@1")]
    [InlineData("B", "cpe:/a:acme:lib:2")]
    [InlineData("N", "only a name")]
    [InlineData("I:A", "pkg:oci/app > pkg:npm/lib@1")]
    [InlineData("I:A:N", "pkg:oci/app > pkg:npm/lib@1 > only a name")]
    [InlineData("nowhere", "nowhere")]
    public void Identifiers_stand_for_what_the_tree_says(string id, string path) =>
        Assert.Equal(path, Path(Assert.Single(Assert.Single(Statements($"\"product_status\":{{\"fixed\":[\"{id}\"]}}")).Products)));

    [Fact]
    public void Products_with_the_same_reason_are_one_statement()
    {
        var statements = Statements(
            """
            "product_status":{"known_not_affected":["A","B","N"]},
            "flags":[{"label":"component_not_present","group_ids":["G"]}],
            "threats":[{"category":"impact","details":"not reachable","product_ids":["N"]},{"category":"exploit_status","details":"x","product_ids":["N"]}]
            """);

        Assert.Equal(
            [("component_not_present", "", 2), ("", "not reachable", 1)],
            statements.Select(s => (s.Justification, s.Statement, s.Products.Count)));
    }

    [Fact]
    public void A_reason_without_products_is_for_all_and_one_may_be_missing()
    {
        Assert.Equal("for all", Assert.Single(Statements("\"product_status\":{\"known_not_affected\":[\"A\"]},\"threats\":[{\"category\":\"impact\",\"details\":\"for all\"}]")).Statement);
        Assert.Equal("", Assert.Single(Statements("\"product_status\":{\"known_not_affected\":[\"A\"]}")).Statement);
        Assert.Equal("", Assert.Single(Statements("\"product_status\":{\"known_not_affected\":[\"A\"]},\"threats\":[{\"category\":\"impact\",\"details\":\"x\",\"product_ids\":[]}]")).Statement);
    }

    [Fact]
    public void Only_what_looks_like_an_identifier_of_a_vulnerability_is_an_alias() =>
        Assert.Equal(
            ["CVE-2026-1", "GHSA-aaaa-bbbb-cccc"],
            Assert.Single(Statements("\"ids\":[{\"system_name\":\"Bugzilla\",\"text\":\"1794290\"},{\"system_name\":\"GitHub\",\"text\":\"GHSA-aaaa-bbbb-cccc\"}],\"product_status\":{\"fixed\":[\"A\"]}")).Vulnerabilities);

    [Fact]
    public void Contradictions_are_both_kept() =>
        Assert.Equal(
            [VexStatus.NotAffected, VexStatus.Affected],
            Statements("\"product_status\":{\"known_affected\":[\"A\"],\"known_not_affected\":[\"A\"]}").Select(s => s.Status));

    [Theory]
    [InlineData("{\"full_product_names\":[{\"product_id\":\"A\",\"name\":\"1\"},{\"product_id\":\"A\",\"name\":\"2\"}]}", "product_tree.full_product_names[1].product_id is `A`")]
    [InlineData("{\"full_product_names\":[{\"name\":\"1\"}]}", "product_tree.full_product_names[0] has no `product_id`")]
    [InlineData("{\"branches\":{}}", "product_tree.branches is not an array")]
    [InlineData("{\"relationships\":[{\"full_product_name\":{\"product_id\":\"A\",\"name\":\"x\"},\"product_reference\":\"A\",\"relates_to_product_reference\":\"B\"}]}", "part of itself")]
    public void A_tree_that_is_none_is_refused(string tree, string said) =>
        Assert.Contains(said, VexSample.Refused(VexSample.Csaf(tree, "\"product_status\":{\"fixed\":[\"A\"]}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"flags\":[{\"label\":\"because\"}]", "label is none")]
    [InlineData("\"product_status\":{\"fixed\":[1]}", "vulnerabilities[0].product_status.fixed[0] is not text")]
    public void A_vulnerability_that_says_what_does_not_exist_is_refused(string member, string said)
    {
        var rest = member.StartsWith("\"flags", StringComparison.Ordinal) ? ",\"product_status\":{\"fixed\":[\"A\"]}" : "";
        Assert.Contains(said, VexSample.Refused(VexSample.Csaf(Tree, member + rest)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vulnerability_without_identifier_and_another_version_are_refused()
    {
        var json = VexSample.Csaf(Tree, "\"product_status\":{\"fixed\":[\"A\"]}");

        Assert.Contains("neither `cve`", VexSample.Refused(json.Replace("\"cve\":\"CVE-2026-1\",", "", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
        Assert.Equal(EvidenceProblem.UnknownFormat, VexSample.Refused(json.Replace("\"2.0\"", "\"3.0\"", StringComparison.Ordinal)).Problem);
    }

    private static IReadOnlyList<VexStatement> Statements(string vulnerability) => VexSample.Read(VexSample.Csaf(Tree, vulnerability)).Vex;

    private static string Path(VexProduct product) =>
        product.Subcomponents.Count == 0 ? product.Identifier : $"{product.Identifier} > {Path(Assert.Single(product.Subcomponents))}";
}
