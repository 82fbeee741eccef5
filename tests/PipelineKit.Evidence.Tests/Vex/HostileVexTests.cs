using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

public sealed class HostileVexTests
{
    [Theory]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[],\"statements\":[]}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[{\"status\":\"fixed\",\"status\":\"affected\"}]}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":{}}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[1]}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[{\"vulnerability\":\"\\ud800\",\"products\":[\"a\"],\"status\":\"fixed\"}]}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[{\"\\ud800\":1,\"\\udc00\":2}]}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[{\"vulnerability\":{\"aliases\":[]},\"products\":[\"a\"],\"status\":\"fixed\"}]}")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[")]
    [InlineData("{\"@context\":\"https://openvex.dev/ns\",\"statements\":[NaN]}")]
    [InlineData("{\"document\":{\"csaf_version\":\"2.0\"},\"vulnerabilities\":[{\"cve\":\"CVE-1\",\"product_status\":[]}]}")]
    [InlineData("{\"document\":\"x\"}")]
    [InlineData("{\"document\":{}}")]
    [InlineData("{\"document\":{\"csaf_version\":\"2.0\",\"tracking\":{\"current_release_date\":\"x\"}}}")]
    public void Nothing_of_a_damaged_document_is_used(string json)
    {
        var refused = VexSample.Refused(json);

        Assert.Equal("a.json", refused.Name);
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        var json = Encoding.Latin1.GetBytes(VexSample.OpenVex("\"status\":\"fixed\"", "[{\"@id\":\"\u00e9\"}]"));

        Assert.Throws<EvidenceException>(() => VexSample.Read(json));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var json = "{\"document\":{\"csaf_version\":\"2.0\"},\"product_tree\":" + string.Concat(Enumerable.Repeat("{\"branches\":[", 2000));

        VexSample.Refused(json + string.Concat(Enumerable.Repeat("]}", 2000)) + "}");
    }

    [Fact]
    public void Relationships_that_go_round_are_refused()
    {
        var tree = "{\"relationships\":[" + string.Join(',', Enumerable.Range(0, 50).Select(i =>
            $$"""{"full_product_name":{"product_id":"P{{i}}","name":"x"},"product_reference":"P{{(i + 1) % 50}}","relates_to_product_reference":"P{{(i + 7) % 50}}"}""")) + "]}";

        Assert.Contains("relationships", VexSample.Refused(VexSample.Csaf(tree, "\"product_status\":{\"fixed\":[\"P0\"]}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Relationships_that_double_are_refused()
    {
        var tree = "{\"relationships\":[" + string.Join(',', Enumerable.Range(0, 40).Select(i =>
            $$"""{"full_product_name":{"product_id":"P{{i}}","name":"x"},"product_reference":"P{{i + 1}}","relates_to_product_reference":"P{{i + 1}}"}""")) + "]}";
        var ids = string.Join(',', Enumerable.Range(0, 40).Reverse().Select(i => $"\"P{i}\""));

        Assert.Contains("relationships", VexSample.Refused(VexSample.Csaf(tree, $"\"product_status\":{{\"fixed\":[{ids}]}}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_products_than_are_read_are_refused()
    {
        var json = VexSample.Csaf("{}", "\"product_status\":{\"fixed\":[" + string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"P{i}\"")) + "]}");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));

        var refused = Assert.Throws<EvidenceException>(() => EvidenceReader.Read(stream, "a.json", new EvidenceLimits { Items = 10 }, CancellationToken.None));

        Assert.Equal(EvidenceProblem.TooLarge, refused.Problem);
    }
}
