using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufKeyTests : TufScenario
{
    public static TheoryData<string> Kinds => new() { "ed25519", "ecdsa", "ecdsa-sha2-nistp256", "point", "p384", "rsa" };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_key_signs(string kind)
    {
        Repository.NextRoot(() => Repository.Signers["timestamp"] = [Key(kind)]);
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_signature_of_any_kind_that_was_changed_is_none(string kind)
    {
        var key = Key(kind);
        Repository.NextRoot(() => Repository.Signers["timestamp"] = [key]);
        Repository.Signers["timestamp"] = [key with { Sign = data => Changed(key.Sign(data)) }];
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Unsigned, "0 valid signatures");
    }

    [Fact]
    public async Task A_key_of_an_unknown_kind_does_not_count_and_does_not_hinder()
    {
        Repository.NextRoot(() => Repository.Signers["timestamp"] = [TufTestKey.Edwards(), TufTestKey.Unknown()]);
        Repository.Signed["root"]["roles"]!["timestamp"]!["threshold"] = 1;
        Repository.SignRoot();
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");

        Repository.NextRoot();
        await AssertRefusedAsync(TufProblem.Unsigned, "1 valid signatures of the role's keys, and 2 are needed");
    }

    [Theory]
    [InlineData("ed25519", "ed25519", "00")]
    [InlineData("ed25519", "ed25519", "zz")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256", "04aabb")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("rsa", "rsassa-pss-sha256", "none")]
    public async Task A_key_that_is_not_what_it_says_is_refused(string type, string scheme, string text)
    {
        Repository.Bump("root");
        Repository.Signed["root"]["keys"]!["bad"] = new JsonObject { ["keytype"] = type, ["scheme"] = scheme, ["keyval"] = new JsonObject { ["public"] = text } };
        Repository.SignRoot();
        await AssertRefusedAsync(TufProblem.Malformed, "keys[\"bad\"]");
    }

    [Fact]
    public async Task A_key_on_another_curve_than_its_scheme_is_refused()
    {
        var key = TufTestKey.Ecdsa(curve: "nistP384");
        key.Description["scheme"] = "ecdsa-sha2-nistp256";
        Repository.Bump("root");
        Repository.Signed["root"]["keys"]!["bad"] = key.Description;
        Repository.SignRoot();
        await AssertRefusedAsync(TufProblem.Malformed, "is not the key it says to be");
    }

    private static TufTestKey Key(string kind) => kind switch
    {
        "ecdsa" => TufTestKey.Ecdsa(),
        "ecdsa-sha2-nistp256" => TufTestKey.Ecdsa("ecdsa-sha2-nistp256"),
        "point" => TufTestKey.EcdsaPoint(),
        "p384" => TufTestKey.Ecdsa(curve: "nistP384"),
        "rsa" => TufTestKey.Rsa(),
        _ => TufTestKey.Edwards(),
    };

    private static byte[] Changed(byte[] signature)
    {
        signature[^1] ^= 1;
        return signature;
    }
}
