using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class SigstoreBundleTests
{
    private const string Media = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /// <summary>Changes to a good bundle 0.3, each with the words that say what is wrong.</summary>
    private static readonly Dictionary<string, (Action<JsonNode> Change, string Problem)> Wrong = new(StringComparer.Ordinal)
    {
        ["a media type of the future"] = (b => b["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.4+json", "is not that of a Sigstore bundle"),
        ["no media type"] = (b => b.AsObject().Remove("mediaType"), "mediaType is missing"),
        ["no material"] = (b => b.AsObject().Remove("verificationMaterial"), "verificationMaterial is missing"),
        ["certificate and key"] = (b => Material(b)["publicKey"] = new JsonObject(), "exactly one of certificate"),
        ["certificate in an older bundle"] = (b => b["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.2", "is of version 0.3"),
        ["no checkpoint"] = (b => Entry(b)["inclusionProof"]!.AsObject().Remove("checkpoint"), "no inclusionProof with a checkpoint"),
        ["no proof"] = (b => Entry(b).AsObject().Remove("inclusionProof"), "no inclusionProof with a checkpoint"),
        ["both contents"] = (b => b["dsseEnvelope"] = new JsonObject(), "exactly one of messageSignature and dsseEnvelope"),
        ["no content"] = (b => b.AsObject().Remove("messageSignature"), "exactly one of messageSignature and dsseEnvelope"),
        ["a negative index"] = (b => Entry(b)["logIndex"] = "-1", "logIndex is negative"),
        ["an index that is a fraction"] = (b => Entry(b)["logIndex"] = 1.5, "not a whole number"),
        ["an index that is a word"] = (b => Entry(b)["logIndex"] = "many", "not a whole number"),
        ["a tree of 2^63 leaves"] = (b => Entry(b)["inclusionProof"]!["treeSize"] = "9223372036854775808", "not a whole number of 64 bits"),
        ["base64 with white space"] = (b => b["messageSignature"]!["signature"] = "AAAA\nAAAA", "not standard base64"),
        ["base64 without padding"] = (b => b["messageSignature"]!["signature"] = "AAA", "not standard base64"),
        ["base64 with spare bits"] = (b => b["messageSignature"]!["signature"] = "AAB=", "not standard base64"),
        ["a digest of another length"] = (b => b["messageSignature"]!["messageDigest"]!["digest"] = "AAAA", "not a digest of SHA2_256"),
        ["CVE-2024-29902: 65 hashes"] = (b => Entry(b)["inclusionProof"]!["hashes"] = Many(65, "AAAA"), "more than the 64 that are read"),
        ["CVE-2024-29903: a million hashes"] = (b => Entry(b)["inclusionProof"]!["hashes"] = Many(1_000_000, ""), "more than the 64 that are read"),
        ["GHSA-cq38-jh5f-37mq: 33 entries"] = (b => Material(b)["tlogEntries"] = Many(33, ""), "more than the 32 that are read"),
        ["GHSA-cq38-jh5f-37mq: 33 timestamps"] = (b => Material(b)["timestampVerificationData"] = new JsonObject { ["rfc3161Timestamps"] = Many(33, "") }, "more than the 32 that are read"),
        ["the same entry twice"] = (b => Material(b)["tlogEntries"]!.AsArray().Add(Entry(b).DeepClone()), "is the same entry as"),
        ["an entry that is a number"] = (b => Material(b)["tlogEntries"] = new JsonArray(1), "tlogEntries[0] is not an object"),
        ["entries that are an object"] = (b => Material(b)["tlogEntries"] = new JsonObject(), "is not an array"),
        ["no signature in the envelope"] = (b => Envelope(b, 0), "has 0 signatures"),
        ["two signatures in the envelope"] = (b => Envelope(b, 2), "has 2 signatures"),
    };

    public static TheoryData<string> WrongBundles => new(Wrong.Keys);

    [Theory]
    [MemberData(nameof(WrongBundles))]
    public void What_breaks_a_rule_is_named(string name)
    {
        var bundle = JsonNode.Parse(Good().ToJson())!;
        Wrong[name].Change(bundle);

        var e = Assert.Throws<SigstoreFormatException>(() => SigstoreBundle.Parse(Encoding.UTF8.GetBytes(bundle.ToJsonString())));

        Assert.Contains(Wrong[name].Problem, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"mediaType\":1}")]
    [InlineData("{\"mediaType\":\"\\uD800\"}")]
    [InlineData("{\"mediaType\":\"" + Media + "\",\"mediaType\":\"" + Media + "\"}")]
    [InlineData("{\"mediaType\":\"" + Media + "\"}garbage")]
    [InlineData("// comment\n{}")]
    public void What_is_not_strict_JSON_is_refused(string json) =>
        _ = Assert.Throws<SigstoreFormatException>(() => SigstoreBundle.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_bundle_that_is_too_large_or_too_deep_is_not_read()
    {
        _ = Assert.Throws<SigstoreFormatException>(() => SigstoreBundle.Parse(new byte[SigstoreBundle.MaximumSize + 1]));
        _ = Assert.Throws<SigstoreFormatException>(() => SigstoreBundle.Parse(Encoding.UTF8.GetBytes(new string('[', 100_000))));
    }

    [Fact]
    public void What_is_written_is_read_again_and_written_the_same()
    {
        var bundle = Good() with { Material = Good().Material with { Timestamps = [new byte[] { 1, 2 }] } };

        var json = bundle.ToJson();
        var again = SigstoreBundle.Parse(json);

        Assert.Equal(BundleVersion.V03, again.Version);
        Assert.Equal(json, again.ToJson());
        Assert.DoesNotContain("\\u", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Escaped_base64_and_numbers_as_numbers_are_read()
    {
        var json = Encoding.UTF8.GetString(Good().ToJson()).Replace("\"logIndex\":\"7\"", "\"logIndex\":7", StringComparison.Ordinal).Replace("+/", "\\u002B\\/", StringComparison.Ordinal);

        Assert.Equal(7, SigstoreBundle.Parse(Encoding.UTF8.GetBytes(json)).Material.LogEntries[0].LogIndex);
    }

    [Fact]
    public void What_cannot_be_a_bundle_of_the_written_version_is_not_written()
    {
        var bundle = Good();
        var bare = bundle with { Material = bundle.Material with { LogEntries = [bundle.Material.LogEntries[0] with { InclusionProof = null }] } };

        _ = Assert.Throws<SigstoreFormatException>(bare.ToJson);
    }

    private static SigstoreBundle Good()
    {
        var forge = new Forge();
        return forge.Message();
    }

    private static JsonNode Material(JsonNode bundle) => bundle["verificationMaterial"]!;

    private static JsonNode Entry(JsonNode bundle) => Material(bundle)["tlogEntries"]![0]!;

    private static JsonArray Many(int count, string value) => [.. Enumerable.Range(0, count).Select(_ => JsonValue.Create(value))];

    private static void Envelope(JsonNode bundle, int signatures)
    {
        bundle.AsObject().Remove("messageSignature");
        var all = new JsonArray([.. Enumerable.Range(0, signatures).Select(_ => new JsonObject { ["sig"] = "AAAA" })]);
        bundle["dsseEnvelope"] = new JsonObject { ["payload"] = "e30=", ["payloadType"] = DsseEnvelope.InTotoPayload, ["signatures"] = all };
    }
}
