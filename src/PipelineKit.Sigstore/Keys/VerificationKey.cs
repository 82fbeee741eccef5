using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A public key that signatures are verified with. Immutable, and safe to use from several threads.</summary>
public sealed class VerificationKey
{
    private const int MaximumSize = 16 << 10;

    private readonly ReadOnlyMemory<byte> _point;
    private readonly KeyPool? _pool;

    private VerificationKey(KeyDetails details, ReadOnlyMemory<byte> spki, ReadOnlyMemory<byte> publicKey)
    {
        (Details, Spki, Id, _point) = (details, spki, SHA256.HashData(spki.Span), publicKey);
        if (!IsEd25519)
        {
            _pool = new KeyPool(Import);
            _pool.Return(Import());
        }
    }

    /// <summary>The algorithm and its hash.</summary>
    public KeyDetails Details { get; }

    /// <summary>The key as DER SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).</summary>
    public ReadOnlyMemory<byte> Spki { get; }

    /// <summary>SHA-256 of <see cref="Spki"/>: the id of logs, and (in base64) the hint of bundles signed with a key.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Whether it is Ed25519 or Ed25519ph.</summary>
    internal bool IsEd25519 => Details is KeyDetails.Ed25519 or KeyDetails.Ed25519Ph;

    /// <summary>Whether it is on one of NIST's curves.</summary>
    internal bool IsEcdsa => !IsEd25519 && !IsRsa;

    private bool IsRsa => Details is KeyDetails.RsaPkcs1Sha256 or KeyDetails.RsaPssSha256;

    /// <summary>Reads DER SubjectPublicKeyInfo; the hash is the usual one of the key's size. Throws <see cref="SigstoreFormatException"/>.</summary>
    public static VerificationKey FromSpki(ReadOnlySpan<byte> der) => Read(Copy(der), details: null);

    /// <summary>Reads a PEM <c>PUBLIC KEY</c> (or <c>RSA PUBLIC KEY</c>); throws <see cref="SigstoreFormatException"/>.</summary>
    public static VerificationKey FromPem(string pem)
    {
        if (pem.Length > 2 * MaximumSize || !PemEncoding.TryFind(pem, out var fields))
        {
            throw new SigstoreFormatException("there is no PEM public key (\"-----BEGIN PUBLIC KEY-----\") in the text");
        }

        var label = pem.AsSpan()[fields.Label];
        var bytes = Convert.FromBase64String(pem[fields.Base64Data]);
        return label switch
        {
            "PUBLIC KEY" => Read(bytes, details: null),
            "RSA PUBLIC KEY" => Read(SpkiReader.WrapRsa(bytes), details: null),
            _ when label.Contains("PRIVATE", StringComparison.Ordinal) =>
                throw new SigstoreFormatException("the PEM text is a private key; the public key is needed (\"PUBLIC KEY\")"),
            _ => throw new SigstoreFormatException($"the PEM text is a \"{label}\", not a \"PUBLIC KEY\""),
        };
    }

    /// <summary>
    /// Reads the bytes of a trusted root or TUF key: SubjectPublicKeyInfo, or (details <c>PKCS1_*</c>) a bare RSAPublicKey. Throws
    /// <see cref="SigstoreFormatException"/> when the bytes are not a key of that kind.
    /// </summary>
    /// <param name="bytes">The key.</param>
    /// <param name="details">The name of protobuf-specs: <c>PKIX_ECDSA_P256_SHA_256</c>.</param>
    public static VerificationKey From(ReadOnlySpan<byte> bytes, string details)
    {
        if (!KeyDetailsNames.TryParse(details, out var kind))
        {
            throw new SigstoreFormatException($"keyDetails \"{details}\" is not a kind of key that is supported");
        }

        return Read(details.StartsWith("PKCS1_", StringComparison.Ordinal) ? SpkiReader.WrapRsa(Copy(bytes)) : Copy(bytes), kind);
    }

    /// <summary>The key as PEM <c>PUBLIC KEY</c>, ending in a line feed.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", Spki.Span) + "\n";

    /// <summary>Whether this is this key's signature of the data. ECDSA signatures are DER (RFC 3279). False for anything malformed; never throws.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Details == KeyDetails.Ed25519)
        {
            return Ed25519.Verify(_point.Span, data, signature);
        }

        var algorithm = KeyDetailsNames.Hash(Details);
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = CryptographicOperations.HashData(algorithm, data, hash);
        return VerifyHash(hash[..length], algorithm, signature) is true;
    }

    /// <summary>
    /// Whether this is this key's signature of data with this hash; null when that cannot be told from a hash (pure Ed25519, or the hash of another
    /// algorithm than the key's).
    /// </summary>
    public bool? VerifyHash(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, ReadOnlySpan<byte> signature)
    {
        if (Details == KeyDetails.Ed25519 || algorithm != KeyDetailsNames.Hash(Details))
        {
            return null;
        }

        return Details == KeyDetails.Ed25519Ph
            ? Ed25519.VerifyHash(_point.Span, hash, signature)
            : VerifyHashAs(hash, algorithm, signature, Details == KeyDetails.RsaPssSha256);
    }

    /// <summary>Whether this is this ECDSA or RSA key's signature of this hash, whichever hash it is: where the format around it (X.509, CMS) says which.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "whatever the platform's cryptography throws at hostile signatures, the signature does not verify")]
    internal bool VerifyHashAs(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, ReadOnlySpan<byte> signature, bool pss = false)
    {
        if (_pool is null)
        {
            return false;
        }

        var key = _pool.Take();
        try
        {
            return key switch
            {
                ECDsa ecdsa => ecdsa.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence),
                RSA rsa => rsa.VerifyHash(hash, signature, algorithm, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
                _ => false,
            };
        }
        catch (Exception)
        {
            return false;
        }
        finally
        {
            _pool.Return(key);
        }
    }

    /// <summary>Whether this Ed25519 key made the Ed25519ph signature of data with this SHA-512, whichever of the two forms the key was read as.</summary>
    internal bool VerifyPrehashed(ReadOnlySpan<byte> sha512, ReadOnlySpan<byte> signature) => IsEd25519 && Ed25519.VerifyHash(_point.Span, sha512, signature);

    /// <summary>Reads without copying: the memory must not change.</summary>
    internal static VerificationKey Read(ReadOnlyMemory<byte> spki, KeyDetails? details)
    {
        var found = SpkiReader.Kind(spki, out var publicKey);
        if (details is { } asked && !KeyDetailsNames.SameFamily(found, asked))
        {
            throw new SigstoreFormatException($"the key is of kind {found}, not {asked} as its keyDetails say");
        }

        return new VerificationKey(details ?? found, spki, publicKey);
    }

    private static byte[] Copy(ReadOnlySpan<byte> der) =>
        der.Length <= MaximumSize ? der.ToArray() : throw new SigstoreFormatException($"the public key has {der.Length} bytes, more than the {MaximumSize} that are read");

    private AsymmetricAlgorithm Import()
    {
        AsymmetricAlgorithm key = IsRsa ? RSA.Create() : ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Spki.Span, out _);
            return key;
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new SigstoreFormatException("the public key's numbers are not a key", e);
        }
    }
}
