namespace PipelineKit.Sigstore;

/// <summary>Object identifiers as the content octets of their DER encoding, so that comparing one is comparing bytes.</summary>
internal static class Oids
{
    /// <summary>id-ecPublicKey, 1.2.840.10045.2.1 (RFC 5480).</summary>
    internal static ReadOnlySpan<byte> EcPublicKey => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

    /// <summary>secp256r1, 1.2.840.10045.3.1.7.</summary>
    internal static ReadOnlySpan<byte> P256 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    /// <summary>secp384r1, 1.3.132.0.34.</summary>
    internal static ReadOnlySpan<byte> P384 => [0x2B, 0x81, 0x04, 0x00, 0x22];

    /// <summary>secp521r1, 1.3.132.0.35.</summary>
    internal static ReadOnlySpan<byte> P521 => [0x2B, 0x81, 0x04, 0x00, 0x23];

    /// <summary>rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017).</summary>
    internal static ReadOnlySpan<byte> Rsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    /// <summary>id-Ed25519, 1.3.101.112 (RFC 8410).</summary>
    internal static ReadOnlySpan<byte> Ed25519 => [0x2B, 0x65, 0x70];

    /// <summary>ecdsa-with-SHA256, -SHA384, -SHA512: 1.2.840.10045.4.3.2, .3, .4 (RFC 5758); without the last arc.</summary>
    internal static ReadOnlySpan<byte> EcdsaWithSha2 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];

    /// <summary>The arc of PKCS #1, 1.2.840.113549.1.1: .11, .12, .13 are sha256, sha384, sha512WithRSAEncryption (RFC 4055).</summary>
    internal static ReadOnlySpan<byte> Pkcs1 => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];

    /// <summary>The arc of NIST's hashes, 2.16.840.1.101.3.4.2: .1, .2, .3 are SHA-256, SHA-384, SHA-512.</summary>
    internal static ReadOnlySpan<byte> Sha2 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

    /// <summary>subjectAltName, 2.5.29.17.</summary>
    internal static ReadOnlySpan<byte> SubjectAltName => [0x55, 0x1D, 0x11];

    /// <summary>basicConstraints, 2.5.29.19.</summary>
    internal static ReadOnlySpan<byte> BasicConstraints => [0x55, 0x1D, 0x13];

    /// <summary>keyUsage, 2.5.29.15.</summary>
    internal static ReadOnlySpan<byte> KeyUsage => [0x55, 0x1D, 0x0F];

    /// <summary>extKeyUsage, 2.5.29.37.</summary>
    internal static ReadOnlySpan<byte> ExtendedKeyUsage => [0x55, 0x1D, 0x25];

    /// <summary>anyExtendedKeyUsage, 2.5.29.37.0.</summary>
    internal static ReadOnlySpan<byte> AnyUsage => [0x55, 0x1D, 0x25, 0x00];

    /// <summary>id-kp-codeSigning, 1.3.6.1.5.5.7.3.3.</summary>
    internal static ReadOnlySpan<byte> CodeSigning => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x03];

    /// <summary>id-kp-timeStamping, 1.3.6.1.5.5.7.3.8.</summary>
    internal static ReadOnlySpan<byte> TimeStamping => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];

    /// <summary>The list of certificate timestamps, 1.3.6.1.4.1.11129.2.4.2 (RFC 6962, section 3.3).</summary>
    internal static ReadOnlySpan<byte> SctList => [0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x04, 0x02];

    /// <summary>Fulcio's arc, 1.3.6.1.4.1.57264.1 (docs/oid-info.md).</summary>
    internal static ReadOnlySpan<byte> Fulcio => [0x2B, 0x06, 0x01, 0x04, 0x01, 0x83, 0xBF, 0x30, 0x01];

    /// <summary>id-signedData, 1.2.840.113549.1.7.2 (RFC 5652).</summary>
    internal static ReadOnlySpan<byte> SignedData => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

    /// <summary>id-contentType, 1.2.840.113549.1.9.3.</summary>
    internal static ReadOnlySpan<byte> ContentType => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];

    /// <summary>id-messageDigest, 1.2.840.113549.1.9.4.</summary>
    internal static ReadOnlySpan<byte> MessageDigest => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];

    /// <summary>id-aa-signingCertificate, 1.2.840.113549.1.9.16.2.12 (RFC 2634).</summary>
    internal static ReadOnlySpan<byte> SigningCertificate => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x0C];

    /// <summary>id-aa-signingCertificateV2, 1.2.840.113549.1.9.16.2.47 (RFC 5035).</summary>
    internal static ReadOnlySpan<byte> SigningCertificateV2 => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F];

    /// <summary>id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4 (RFC 3161).</summary>
    internal static ReadOnlySpan<byte> TimestampInfo => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04];

    /// <summary>The last arc when the identifier is one arc longer than the prefix and that arc is below 128; else -1.</summary>
    internal static int LastArc(ReadOnlySpan<byte> oid, ReadOnlySpan<byte> prefix) =>
        oid.Length == prefix.Length + 1 && oid.StartsWith(prefix) && oid[^1] < 0x80 ? oid[^1] : -1;
}
