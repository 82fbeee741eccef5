using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>The names of protobuf-specs for <see cref="KeyDetails"/>, and the hash that each signs.</summary>
internal static class KeyDetailsNames
{
    /// <summary>Reads a name; false for one that is not supported.</summary>
    internal static bool TryParse(string name, out KeyDetails details)
    {
        KeyDetails? found = name switch
        {
            "PKIX_ECDSA_P256_SHA_256" => KeyDetails.EcdsaP256Sha256,
            "PKIX_ECDSA_P384_SHA_384" => KeyDetails.EcdsaP384Sha384,
            "PKIX_ECDSA_P384_SHA_256" => KeyDetails.EcdsaP384Sha256,
            "PKIX_ECDSA_P521_SHA_512" => KeyDetails.EcdsaP521Sha512,
            "PKIX_ECDSA_P521_SHA_256" => KeyDetails.EcdsaP521Sha256,
            "PKIX_RSA_PKCS1V15_2048_SHA256" or "PKIX_RSA_PKCS1V15_3072_SHA256" or "PKIX_RSA_PKCS1V15_4096_SHA256" or "PKIX_RSA_PKCS1V5" or "PKCS1_RSA_PKCS1V5" =>
                KeyDetails.RsaPkcs1Sha256,
            "PKIX_RSA_PSS_2048_SHA256" or "PKIX_RSA_PSS_3072_SHA256" or "PKIX_RSA_PSS_4096_SHA256" or "PKIX_RSA_PSS" or "PKCS1_RSA_PSS" => KeyDetails.RsaPssSha256,
            "PKIX_ED25519" => KeyDetails.Ed25519,
            "PKIX_ED25519_PH" => KeyDetails.Ed25519Ph,
            _ => null,
        };
        details = found ?? default;
        return found is not null;
    }

    /// <summary>The hash that is signed; SHA-512 for both forms of Ed25519, which is what the prehashed one takes.</summary>
    internal static HashAlgorithmName Hash(KeyDetails details) => details switch
    {
        KeyDetails.EcdsaP384Sha384 => HashAlgorithmName.SHA384,
        KeyDetails.EcdsaP521Sha512 or KeyDetails.Ed25519 or KeyDetails.Ed25519Ph => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    /// <summary>Whether a key whose numbers are of the first kind can be used as the second.</summary>
    internal static bool SameFamily(KeyDetails key, KeyDetails use) => Family(key) == Family(use);

    private static KeyDetails Family(KeyDetails details) => details switch
    {
        KeyDetails.EcdsaP384Sha256 => KeyDetails.EcdsaP384Sha384,
        KeyDetails.EcdsaP521Sha256 => KeyDetails.EcdsaP521Sha512,
        KeyDetails.RsaPssSha256 => KeyDetails.RsaPkcs1Sha256,
        KeyDetails.Ed25519Ph => KeyDetails.Ed25519,
        _ => details,
    };
}
