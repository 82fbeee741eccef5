using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A public key that signatures are verified with. Immutable, and safe to use from several threads.</summary>
public sealed class VerificationKey
{
    private VerificationKey(KeyDetails details, ReadOnlyMemory<byte> spki) => (Details, Spki, Id) = (details, spki, SHA256.HashData(spki.Span));

    /// <summary>The algorithm and its hash.</summary>
    public KeyDetails Details { get; }

    /// <summary>The key as DER SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).</summary>
    public ReadOnlyMemory<byte> Spki { get; }

    /// <summary>SHA-256 of <see cref="Spki"/>: the id of logs, and (in base64) the hint of bundles signed with a key.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Reads DER SubjectPublicKeyInfo; the hash is the usual one of the key's size. Throws <see cref="SigstoreFormatException"/>.</summary>
    public static VerificationKey FromSpki(ReadOnlySpan<byte> der) => throw new NotImplementedException();

    /// <summary>Reads a PEM <c>PUBLIC KEY</c> (or <c>RSA PUBLIC KEY</c>); throws <see cref="SigstoreFormatException"/>.</summary>
    public static VerificationKey FromPem(string pem) => throw new NotImplementedException();

    /// <summary>
    /// Reads the bytes of a trusted root or TUF key: SubjectPublicKeyInfo, or (details <c>PKCS1_*</c>) a bare RSAPublicKey. Throws
    /// <see cref="SigstoreFormatException"/> when the bytes are not a key of that kind.
    /// </summary>
    /// <param name="bytes">The key.</param>
    /// <param name="details">The name of protobuf-specs: <c>PKIX_ECDSA_P256_SHA_256</c>.</param>
    public static VerificationKey From(ReadOnlySpan<byte> bytes, string details) => throw new NotImplementedException();

    /// <summary>The key as PEM <c>PUBLIC KEY</c>, ending in a line feed.</summary>
    public string ToPem() => throw new NotImplementedException();

    /// <summary>Whether this is this key's signature of the data. ECDSA signatures are DER (RFC 3279). False for anything malformed; never throws.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => throw new NotImplementedException();

    /// <summary>
    /// Whether this is this key's signature of data with this hash; null when that cannot be told from a hash (pure Ed25519, or the hash of another
    /// algorithm than the key's).
    /// </summary>
    public bool? VerifyHash(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, ReadOnlySpan<byte> signature) => throw new NotImplementedException();
}
