using System.Security.Cryptography;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TimestampCheckTests
{
    private static readonly byte[] Signature = "the signature"u8.ToArray();
    private static readonly ForgedTimestamps Authority = new();
    private static readonly ForgedTimestamps Stranger = new("stranger");
    private static readonly ECDsa StrangersKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly Dictionary<string, (ForgedStamp Stamp, string Problem)> Wrong = new(StringComparer.Ordinal)
    {
        ["CVE-2026-39984: a forged certificate first in the bag"] = (new ForgedStamp { SignsWith = StrangersKey, Bag = [Stranger.Leaf, Authority.Leaf] }, "not signed by the key"),
        ["a signer that names another certificate"] = (new ForgedStamp { Names = Stranger.Leaf, Bag = [Stranger.Leaf] }, "authority that the trusted root does not have"),
        ["a refusal"] = (new ForgedStamp { Status = 2 }, "did not grant"),
        ["another imprint"] = (new ForgedStamp { Imprint = new byte[32] }, "of another signature"),
        ["SHA-1"] = (new ForgedStamp { ImprintOid = "1.3.14.3.2.26", Imprint = new byte[20] }, "over another hash"),
        ["another content"] = (new ForgedStamp { MessageDigest = new byte[32] }, "its content is not the one that was signed"),
        ["another kind of content"] = (new ForgedStamp { ContentType = "1.2.840.113549.1.7.1" }, "is not TSTInfo"),
        ["no certificate named"] = (new ForgedStamp { NamesCertificate = false }, "do not name the authority's certificate"),
        ["two signers"] = (new ForgedStamp { Signers = 2 }, "more than one signer"),
        ["no signer"] = (new ForgedStamp { Signers = 0 }, "not an RFC 3161 response"),
        ["before the authority was believed"] = (new ForgedStamp { Time = ForgedAuthority.Now.AddYears(-1).AddSeconds(-1) }, "the trusted root believes"),
        ["after its certificate"] = (new ForgedStamp { Time = ForgedAuthority.Now.AddYears(2) }, "certificate 1 of"),
    };

    public static TheoryData<string> WrongStamps => new(Wrong.Keys);

    [Theory]
    [MemberData(nameof(WrongStamps))]
    public void What_is_wrong_with_a_timestamp_is_named(string name)
    {
        var e = Assert.Throws<SigstoreFormatException>(() => Verify(Authority.Stamp(Signature, Wrong[name].Stamp), Authority.Trusted()));

        Assert.Contains(Wrong[name].Problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timestamp_shows_time_imprint_and_nonce()
    {
        var token = TimestampToken.Parse(Authority.Stamp(Signature));

        Assert.Equal(ForgedAuthority.Now, token.Time);
        Assert.Equal(SHA256.HashData(Signature), token.Imprint.ToArray());
        Assert.Equal([0x10, 0x92], token.Nonce!.Value.ToArray());
    }

    [Fact]
    public void Each_hash_of_the_imprint_is_verified()
    {
        foreach (var stamp in new[]
        {
            new ForgedStamp(),
            new ForgedStamp { ImprintOid = "2.16.840.1.101.3.4.2.2", Hash = SHA384.HashData },
            new ForgedStamp { ImprintOid = "2.16.840.1.101.3.4.2.3", Hash = SHA512.HashData },
            new ForgedStamp { Status = 1, Bag = [Stranger.Leaf] },
        })
        {
            Assert.Equal("https://tsa.forged.test", Verify(Authority.Stamp(Signature, stamp), Authority.Trusted()).Name);
        }
    }

    [Fact]
    public void The_authoritys_certificate_must_be_for_timestamps()
    {
        var signer = new ForgedTimestamps(purpose: "1.3.6.1.5.5.7.3.3");

        Assert.Contains("not for timestamps", Assert.Throws<SigstoreFormatException>(() => Verify(signer.Stamp(Signature), signer.Trusted())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_does_not_hold_together_is_not_believed()
    {
        var broken = Authority.Trusted() with { Chain = [Authority.Trusted().Chain[0], Stranger.Trusted().Chain[1]] };

        Assert.Contains("is not signed by certificate 2", Assert.Throws<SigstoreFormatException>(() => Verify(Authority.Stamp(Signature), broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timestamps_count_by_authority_and_only_where_one_is_believed()
    {
        var forge = new Forge();
        var bundle = forge.Message();
        var signature = bundle.Content.SignatureBytes.ToArray();
        var stamped = bundle with { Material = bundle.Material with { Timestamps = [Authority.Stamp(signature), Authority.Stamp(signature)] } };
        var root = forge.Root with { TimestampAuthorities = [Authority.Trusted()] };

        Assert.Equal(VerificationReason.None, forge.Verify(stamped, Forge.Policy with { SignedTimestamps = 1 }, root).Reason);
        Assert.Equal(VerificationReason.NoTrustedTime, forge.Verify(stamped, Forge.Policy with { SignedTimestamps = 2 }, root).Reason);
        Assert.Equal(VerificationReason.NoTrustedTime, forge.Verify(stamped, Forge.Policy with { SignedTimestamps = 1 }).Reason);
        Assert.Equal(VerificationReason.None, forge.Verify(stamped, Forge.Policy with { Times = 2 }, root).Reason);
        Assert.Equal(VerificationReason.NoTrustedTime, forge.Verify(stamped, Forge.Policy with { Times = 3 }, root).Reason);
        Assert.Equal(VerificationReason.TimestampInvalid, forge.Verify(stamped, root: forge.Root with { TimestampAuthorities = [Stranger.Trusted()] }).Reason);
    }

    private static CertificateChain Verify(byte[] response, TrustedAuthority authority) =>
        TimestampCheck.Verify(TimestampToken.Parse(response), Signature, [CertificateChain.Prepare(authority, startsWithLeaf: true)]);
}
