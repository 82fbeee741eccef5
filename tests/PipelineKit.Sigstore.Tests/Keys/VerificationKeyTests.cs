using System.Security.Cryptography;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class VerificationKeyTests
{
    private static readonly byte[] Data = "data"u8.ToArray();

    public static TheoryData<string, string> Curves => new()
    {
        { "nistP256", "SHA256" },
        { "nistP384", "SHA384" },
        { "nistP521", "SHA512" },
    };

    [Theory]
    [MemberData(nameof(Curves))]
    public void ECDSA_keys_verify_with_the_hash_of_their_size(string curve, string hash)
    {
        using var own = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var key = VerificationKey.FromPem(own.ExportSubjectPublicKeyInfoPem());
        var name = new HashAlgorithmName(hash);
        var signature = own.SignData(Data, name, DSASignatureFormat.Rfc3279DerSequence);

        Assert.True(key.Verify(Data, signature));
        Assert.True(key.VerifyHash(CryptographicOperations.HashData(name, Data), name, signature));
        Assert.Null(key.VerifyHash(SHA1Like, HashAlgorithmName.SHA1, signature));
        Assert.False(key.Verify("other"u8, signature));
        Assert.False(key.Verify(Data, []));
        Assert.False(key.Verify(Data, own.SignData(Data, name)));
        Assert.Equal(SHA256.HashData(own.ExportSubjectPublicKeyInfo()), key.Id.ToArray());
        Assert.Equal(own.ExportSubjectPublicKeyInfoPem() + "\n", key.ToPem());
    }

    [Theory]
    [InlineData("PKCS1_RSA_PKCS1V5", false, true)]
    [InlineData("PKIX_RSA_PKCS1V15_2048_SHA256", false, false)]
    [InlineData("PKIX_RSA_PSS_2048_SHA256", true, false)]
    public void RSA_keys_verify_with_their_padding(string details, bool pss, bool bare)
    {
        using var own = RSA.Create(2048);
        var key = VerificationKey.From(bare ? own.ExportRSAPublicKey() : own.ExportSubjectPublicKeyInfo(), details);

        Assert.Equal(pss, key.Verify(Data, own.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        Assert.Equal(!pss, key.Verify(Data, own.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.Equal(own.ExportSubjectPublicKeyInfo(), key.Spki.ToArray());
    }

    [Fact]
    public void Ed25519_keys_verify_bytes_and_their_prehashed_form_a_hash()
    {
        var seed = SHA256.HashData("seed"u8);
        byte[] spki = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. Ed25519.PublicKey(seed)];
        var pure = VerificationKey.FromSpki(spki);
        var prehashed = VerificationKey.From(spki, "PKIX_ED25519_PH");
        var (signature, ofHash) = (Ed25519.Sign(seed, Data), Ed25519.SignHash(seed, SHA512.HashData(Data)));

        Assert.True(pure.Verify(Data, signature));
        Assert.Null(pure.VerifyHash(SHA512.HashData(Data), HashAlgorithmName.SHA512, ofHash));
        Assert.True(prehashed.Verify(Data, ofHash));
        Assert.True(prehashed.VerifyHash(SHA512.HashData(Data), HashAlgorithmName.SHA512, ofHash));
        Assert.False(prehashed.Verify(Data, signature) || pure.Verify(Data, ofHash));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void What_is_not_a_public_key_is_refused(string pem) => _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.FromPem(pem));

    [Fact]
    public void Weak_and_foreign_keys_are_refused()
    {
        using var small = RSA.Create(1024);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using var good = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var offCurve = good.ExportSubjectPublicKeyInfo();
        offCurve[^1] ^= 1;

        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.FromSpki(small.ExportSubjectPublicKeyInfo()));
        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.FromSpki(foreign.ExportSubjectPublicKeyInfo()));
        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.FromSpki(offCurve));
        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.FromSpki([.. good.ExportSubjectPublicKeyInfo(), 0]));
        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.From(good.ExportSubjectPublicKeyInfo(), "PKIX_ECDSA_P384_SHA_384"));
        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.From(good.ExportSubjectPublicKeyInfo(), "UNKNOWN"));
        _ = Assert.Throws<SigstoreFormatException>(() => VerificationKey.FromSpki(new byte[20_000]));
    }

    [Fact]
    public void One_key_verifies_for_many_threads_at_once()
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = VerificationKey.FromSpki(own.ExportSubjectPublicKeyInfo());
        var signature = own.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.True(ParallelEnumerable.Range(0, 200).WithDegreeOfParallelism(8).All(_ => key.Verify(Data, signature)));
    }

    private static byte[] SHA1Like => new byte[20];
}
