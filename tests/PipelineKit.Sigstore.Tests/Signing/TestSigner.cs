using System.Security.Cryptography;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>A key made for one test, on the base library.</summary>
internal sealed class TestSigner(VerificationKey key, Func<byte[], byte[]> sign) : ISigner
{
    public VerificationKey PublicKey => key;

    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => Task.FromResult(sign(data.ToArray()));

    /// <summary>A key of this kind.</summary>
    internal static TestSigner Of(KeyDetails details) => details switch
    {
        KeyDetails.EcdsaP256Sha256 => Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
        KeyDetails.EcdsaP384Sha384 => Ecdsa(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
        KeyDetails.EcdsaP521Sha512 => Ecdsa(ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512),
        KeyDetails.RsaPkcs1Sha256 => Rsa(),
        KeyDetails.Ed25519 => Ed("PKIX_ED25519", Ed25519.Sign),
        KeyDetails.Ed25519Ph => Ed("PKIX_ED25519_PH", (seed, data) => Ed25519.SignHash(seed, SHA512.HashData(data))),
        _ => throw new ArgumentOutOfRangeException(nameof(details)),
    };

    private static TestSigner Ecdsa(ECCurve curve, HashAlgorithmName hash)
    {
        var key = ECDsa.Create(curve);
        return new(VerificationKey.FromSpki(key.ExportSubjectPublicKeyInfo()), data => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static TestSigner Rsa()
    {
        var key = RSA.Create(2048);
        return new(VerificationKey.FromSpki(key.ExportSubjectPublicKeyInfo()), data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static TestSigner Ed(string details, Func<ReadOnlySpan<byte>, ReadOnlySpan<byte>, byte[]> sign)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.KeySize);
        byte[] spki = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. Ed25519.PublicKey(seed)];
        return new(VerificationKey.From(spki, details), data => sign(seed, data));
    }
}
