using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>
/// Ed25519 and Ed25519ph (RFC 8032, section 5.1), which the base class library does not have. Signing takes the same time whatever the key is. Verifying
/// is strict: the equation without the cofactor, S below the group order, points in their one encoding, and no public key of small order.
/// </summary>
internal static class Ed25519
{
    /// <summary>Length of a public key and of a private seed, in bytes.</summary>
    internal const int KeySize = 32;

    /// <summary>Length of a signature, in bytes.</summary>
    internal const int SignatureSize = 64;

    private const int HashSize = 64;

    // dom2(1, ""): what Ed25519ph hashes first.
    private static ReadOnlySpan<byte> HashedDomain => "SigEd25519 no Ed25519 collisions\u0001\0"u8;

    /// <summary>The public key of a seed.</summary>
    internal static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        Span<byte> expanded = stackalloc byte[HashSize];
        Expand(seed, expanded);
        var key = new byte[KeySize];
        EdwardsMultiplication.TimesBase(expanded[..32]).Encode(key);
        CryptographicOperations.ZeroMemory(expanded);
        return key;
    }

    /// <summary>Signs the message (pure Ed25519).</summary>
    internal static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message) => Sign(seed, [], message);

    /// <summary>Signs the SHA-512 of a message (Ed25519ph, no context).</summary>
    internal static byte[] SignHash(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> sha512) =>
        sha512.Length == HashSize ? Sign(seed, HashedDomain, sha512) : throw new ArgumentException("a SHA-512 hash has 64 bytes", nameof(sha512));

    /// <summary>Whether this is the signature of the message; false for anything malformed (S not reduced, points not on the curve).</summary>
    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(publicKey, [], message, signature);

    /// <summary>Whether this is the Ed25519ph signature of the message with this SHA-512.</summary>
    internal static bool VerifyHash(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> sha512, ReadOnlySpan<byte> signature) =>
        sha512.Length == HashSize && Verify(publicKey, HashedDomain, sha512, signature);

    private static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> message)
    {
        Span<byte> expanded = stackalloc byte[HashSize];
        Span<byte> nonce = stackalloc byte[32];
        Span<byte> challenge = stackalloc byte[32];
        Expand(seed, expanded);
        var publicKey = PublicKey(seed);
        HashToScalar(domain, expanded[32..], [], message, nonce);

        var signature = new byte[SignatureSize];
        EdwardsMultiplication.TimesBase(nonce).Encode(signature);
        HashToScalar(domain, signature.AsSpan(0, 32), publicKey, message, challenge);
        EdwardsScalar.MultiplyAdd(expanded[..32], challenge, nonce, signature.AsSpan(32));
        CryptographicOperations.ZeroMemory(expanded);
        CryptographicOperations.ZeroMemory(nonce);
        return signature;
    }

    private static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeySize || signature.Length != SignatureSize || !EdwardsScalar.IsReduced(signature[32..])
            || !EdwardsPoint.TryDecode(publicKey, out var key) || key.IsOfSmallOrder())
        {
            return false;
        }

        Span<byte> challenge = stackalloc byte[32];
        HashToScalar(domain, signature[..32], publicKey, message, challenge);

        // R = S B - k A; comparing encodings refuses every R that is not in its one form.
        Span<byte> expected = stackalloc byte[32];
        EdwardsMultiplication.AddMultiples(challenge, -key, signature[32..]).Encode(expected);
        return expected.SequenceEqual(signature[..32]);
    }

    private static void Expand(ReadOnlySpan<byte> seed, Span<byte> expanded)
    {
        if (seed.Length != KeySize)
        {
            throw new ArgumentException("an Ed25519 seed has 32 bytes", nameof(seed));
        }

        SHA512.HashData(seed, expanded);
        expanded[0] &= 248;
        expanded[31] = (byte)((expanded[31] & 127) | 64);
    }

    private static void HashToScalar(ReadOnlySpan<byte> domain, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> message, Span<byte> scalar)
    {
        Span<byte> hash = stackalloc byte[HashSize];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        sha.AppendData(domain);
        sha.AppendData(first);
        sha.AppendData(second);
        sha.AppendData(message);
        sha.GetHashAndReset(hash);
        EdwardsScalar.Reduce(hash, scalar);
        CryptographicOperations.ZeroMemory(hash);
    }
}
