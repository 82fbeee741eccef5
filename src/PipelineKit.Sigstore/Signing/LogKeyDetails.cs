using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>The name that a log wants for a kind of key (protobuf-specs, <c>PublicKeyDetails</c>); for RSA it has the size in it.</summary>
internal static class LogKeyDetails
{
    /// <summary>The name; throws <see cref="SigningException"/> for a key the format has no name for.</summary>
    internal static string NameOf(VerificationKey key) => key.Details switch
    {
        KeyDetails.EcdsaP256Sha256 => "PKIX_ECDSA_P256_SHA_256",
        KeyDetails.EcdsaP384Sha384 => "PKIX_ECDSA_P384_SHA_384",
        KeyDetails.EcdsaP521Sha512 => "PKIX_ECDSA_P521_SHA_512",
        KeyDetails.RsaPkcs1Sha256 => $"PKIX_RSA_PKCS1V15_{RsaSize(key)}_SHA256",
        KeyDetails.RsaPssSha256 => $"PKIX_RSA_PSS_{RsaSize(key)}_SHA256",
        KeyDetails.Ed25519Ph => "PKIX_ED25519_PH",
        var other => throw new SigningException(SigningProblem.BadKey, $"a log with API v2 does not take {other} keys", "sign with an ECDSA P-256 key"),
    };

    private static int RsaSize(VerificationKey key)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key.Spki.Span, out _);
        return rsa.KeySize is 2048 or 3072 or 4096
            ? rsa.KeySize
            : throw new SigningException(SigningProblem.BadKey, $"a log with API v2 does not take RSA keys of {rsa.KeySize} bits", "sign with an RSA key of 3072 bits, or an ECDSA key");
    }
}
