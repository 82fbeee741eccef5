using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TrustedRootTests
{
    private const string Key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y+2tabdTV5BcGiBIx0a9fAFwrkBbmLSGtks4L3qX6yYY0zufBnhC8Ur/iy55GhWP/9A/bY2LhC30M9+RYtw==";

    /// <summary>Changes to a good root, each with the words that say what is wrong.</summary>
    private static readonly Dictionary<string, (Action<JsonNode> Change, string Problem)> Wrong = new(StringComparer.Ordinal)
    {
        ["another media type"] = (r => r["mediaType"] = "application/json", "is not that of a trusted root"),
        ["a log without start"] = (r => Log(r)["publicKey"]!["validFor"]!.AsObject().Remove("start"), "tlogs[0].publicKey.validFor.start is missing"),
        ["a log without times"] = (r => Log(r)["publicKey"]!.AsObject().Remove("validFor"), "tlogs[0].publicKey.validFor is missing"),
        ["an end before the start"] = (r => Log(r)["publicKey"]!["validFor"]!["end"] = "2020-01-01T00:00:00Z", "is before its start"),
        ["a time that is none"] = (r => Log(r)["publicKey"]!["validFor"]!["start"] = "yesterday", "is not a time like"),
        ["a key of another kind"] = (r => Log(r)["publicKey"]!["keyDetails"] = "PKIX_ED25519", "is of kind EcdsaP256Sha256"),
        ["a damaged key"] = (r => Log(r)["publicKey"]!["rawBytes"] = "AAAA", "not DER SubjectPublicKeyInfo"),
        ["a log without id"] = (r => Log(r).AsObject().Remove("logId"), "logId is missing"),
        ["an authority without certificates"] = (r => r["certificateAuthorities"]![0]!["certChain"]!["certificates"] = new JsonArray(), "certificates is missing or empty"),
    };

    public static TheoryData<string> WrongRoots => new(Wrong.Keys);

    [Theory]
    [MemberData(nameof(WrongRoots))]
    public void What_is_wrong_is_named(string name)
    {
        var root = JsonNode.Parse(Good)!;
        Wrong[name].Change(root);

        var e = Assert.Throws<SigstoreFormatException>(() => TrustedRoot.Parse(Encoding.UTF8.GetBytes(root.ToJsonString())));

        Assert.Contains(Wrong[name].Problem, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-07-12T15:56:36Z", "2023-07-12T15:56:36+00:00")]
    [InlineData("2023-07-12T15:56:36.123Z", "2023-07-12T15:56:36.123+00:00")]
    [InlineData("2023-07-12T17:56:36+02:00", "2023-07-12T15:56:36+00:00")]
    public void Times_are_read_as_RFC_3339(string text, string expected)
    {
        var root = JsonNode.Parse(Good)!;
        Log(root)["publicKey"]!["validFor"]!["start"] = text;

        var log = Assert.Single(TrustedRoot.Parse(Encoding.UTF8.GetBytes(root.ToJsonString())).TransparencyLogs);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), log.ValidFor.Start);
    }

    [Fact]
    public void A_window_includes_both_its_ends()
    {
        var (start, end) = (ForgedAuthority.Now, ForgedAuthority.Now.AddDays(1));
        var window = new ValidityWindow(start, end);

        Assert.True(window.Contains(start) && window.Contains(end));
        Assert.False(window.Contains(start.AddTicks(-1)) || window.Contains(end.AddTicks(1)));
        Assert.True(new ValidityWindow(start, End: null).Contains(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_log_with_a_key_of_the_future_is_left_out()
    {
        var root = JsonNode.Parse(Good)!;
        Log(root)["publicKey"]!["keyDetails"] = "ML_DSA_65";

        Assert.Empty(TrustedRoot.Parse(Encoding.UTF8.GetBytes(root.ToJsonString())).TransparencyLogs);
    }

    [Fact]
    public void The_public_good_instance_is_built_in()
    {
        var root = TrustedRoot.PublicGood;

        Assert.Same(root, TrustedRoot.PublicGood);
        Assert.Equal(["https://rekor.sigstore.dev", "https://log2025-1.rekor.sigstore.dev"], root.TransparencyLogs.Select(l => l.BaseUrl));
        Assert.Equal((2, 2, 1), (root.CertificateLogs.Count, root.CertificateAuthorities.Count, root.TimestampAuthorities.Count));
        Assert.All(root.CertificateAuthorities, a => Assert.Null(CertificateChain.Prepare(a, startsWithLeaf: false).Problem));
        Assert.All(root.TimestampAuthorities, a => Assert.Null(CertificateChain.Prepare(a, startsWithLeaf: true).Problem));
    }

    private static string Good => $$$"""
        {"mediaType":"application/vnd.dev.sigstore.trustedroot.v0.2+json",
         "tlogs":[{"baseUrl":"https://log.test","publicKey":{"rawBytes":"{{{Key}}}","keyDetails":"PKIX_ECDSA_P256_SHA_256","validFor":{"start":"2021-01-01T00:00:00Z","end":null} },"logId":{"keyId":"AAAA"} }],
         "certificateAuthorities":[{"uri":"u","certChain":{"certificates":[{"rawBytes":"AAAA"}]},"validFor":{"start":"2021-01-01T00:00:00Z"} }]}
        """;

    private static JsonNode Log(JsonNode root) => root["tlogs"]![0]!;
}
