using System.Text;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.Tests.Signatures;

public sealed class SimpleSigningTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly Digest Image = Digest.Parse("sha256:" + Hex);

    [Theory]
    [InlineData("ghcr.io/team/app:1", "ghcr.io/team/app")]
    [InlineData("localhost:5000/app", "localhost:5000/app")]
    [InlineData("nginx", "index.docker.io/library/nginx")]
    public void The_payload_is_what_cosign_writes(string image, string reference) =>
        Assert.Equal(
            $$$"""{"critical":{"identity":{"docker-reference":"{{{reference}}}"},"image":{"docker-manifest-digest":"sha256:{{{Hex}}}"},"type":"cosign container image signature"},"optional":null}""",
            Payload(image, []));

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("<a> & 'b' + \"c\" \\ /", """
        "\u003ca\u003e \u0026 'b' + \"c\" \\ /"
        """)]
    [InlineData("\b\f\n\r\t\0\u001f\u007f", """
        "\b\f\n\r\t\u0000\u001f
        """ + "\u007f\"")]
    [InlineData("é \u2028 \u2029 😀", """
        "é \u2028 \u2029 😀"
        """)]
    public void Annotations_are_escaped_as_Go_does(string value, string json) =>
        Assert.EndsWith(",\"optional\":{\"k\":" + json.Trim() + "}}", Payload("a", [("k", value)]), StringComparison.Ordinal);

    [Fact]
    public void Annotations_are_in_the_order_of_their_bytes() =>
        Assert.EndsWith(
            "\"optional\":{\"B\":\"3\",\"a\":\"2\",\"a.b\":\"1\",\"ü\":\"4\",\"\ue000\":\"5\",\"😀\":\"6\"}}",
            Payload("x", [("a.b", "1"), ("a", "2"), ("B", "3"), ("ü", "4"), ("\ue000", "5"), ("😀", "6")]),
            StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() =>
        Assert.EndsWith("{\"k\":\"half \ufffd of a pair\"}}", Payload("x", [("k", "half \ud83d of a pair")]), StringComparison.Ordinal);

    [Fact]
    public void A_payload_is_read_back()
    {
        var read = SimpleSigning.Parse(SimpleSigning.Payload(ImageReference.Parse("ghcr.io/team/app"), Image, new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "<prod>" }));

        Assert.Equal((Image, "ghcr.io/team/app", "<prod>"), (read.Image, read.Reference, read.Optional["env"]));
    }

    [Fact]
    public void The_spelling_of_the_specification_is_read_too() =>
        Assert.Equal(Image, SimpleSigning.Parse(Encoding.UTF8.GetBytes(Text("Docker-manifest-digest", $"\"sha256:{Hex}\""))).Image);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"critical":{"type":"cosign container image signature","type":"cosign container image signature"}}""")]
    [InlineData("""{"critical":{"type":"another","image":{},"identity":{}}}""")]
    public void What_is_no_payload_is_refused(string json) =>
        Assert.Throws<SigstoreFormatException>(() => SimpleSigning.Parse(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("docker-manifest-digest", "\"sha256:short\"")]
    [InlineData("docker-manifest-digest", "null")]
    [InlineData("docker-manifest-digest", "[]")]
    [InlineData("digest", $"\"sha256:{Hex}\"")]
    [InlineData("docker-manifest-digest", $"\"sha256:{Hex}\",\"Docker-manifest-digest\":\"sha256:{Hex}\"")]
    public void A_payload_names_one_image_by_a_valid_digest(string name, string value) =>
        Assert.Throws<SigstoreFormatException>(() => SimpleSigning.Parse(Encoding.UTF8.GetBytes(Text(name, value))));

    [Fact]
    public void A_payload_of_more_than_a_mebibyte_is_not_read() =>
        Assert.Throws<SigstoreFormatException>(() => SimpleSigning.Parse(new byte[SimpleSigning.MaximumSize + 1]));

    private static string Payload(string image, (string Name, string Value)[] annotations) =>
        Encoding.UTF8.GetString(SimpleSigning.Payload(ImageReference.Parse(image), Image, annotations.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal)));

    private static string Text(string name, string value) =>
        $$$"""{"critical":{"identity":{"docker-reference":"a"},"image":{"{{{name}}}":{{{value}}}},"type":"cosign container image signature"},"optional":null}""";
}
