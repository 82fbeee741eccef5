namespace PipelineKit.Sigstore;

/// <summary>A kind of public key with the hash it signs (protobuf-specs, <c>sigstore_common.proto</c>, <c>PublicKeyDetails</c>).</summary>
public enum KeyDetails
{
    /// <summary><c>PKIX_ECDSA_P256_SHA_256</c>.</summary>
    EcdsaP256Sha256,

    /// <summary><c>PKIX_ECDSA_P384_SHA_384</c>.</summary>
    EcdsaP384Sha384,

    /// <summary><c>PKIX_ECDSA_P384_SHA_256</c>, which the specification calls deprecated; read, never written.</summary>
    EcdsaP384Sha256,

    /// <summary><c>PKIX_ECDSA_P521_SHA_512</c>.</summary>
    EcdsaP521Sha512,

    /// <summary><c>PKIX_ECDSA_P521_SHA_256</c>, deprecated; read, never written.</summary>
    EcdsaP521Sha256,

    /// <summary><c>PKIX_RSA_PKCS1V15_2048_SHA256</c>, <c>..._3072_...</c>, <c>..._4096_...</c> and the deprecated <c>PKCS1_RSA_PKCS1V5</c>: PKCS #1 v1.5 with SHA-256, at least 2048 bits.</summary>
    RsaPkcs1Sha256,

    /// <summary><c>PKIX_RSA_PSS_2048_SHA256</c> and its larger forms, and the deprecated <c>PKCS1_RSA_PSS</c>.</summary>
    RsaPssSha256,

    /// <summary><c>PKIX_ED25519</c>: pure Ed25519 (RFC 8032).</summary>
    Ed25519,

    /// <summary><c>PKIX_ED25519_PH</c>: Ed25519ph, over the SHA-512 of the message (RFC 8032, section 5.1).</summary>
    Ed25519Ph,
}
