namespace PipelineKit.Sigstore;

/// <summary>Ed25519 and Ed25519ph (RFC 8032), which the base class library does not have.</summary>
internal static class Ed25519
{
    /// <summary>Length of a public key and of a private seed, in bytes.</summary>
    internal const int KeySize = 32;

    /// <summary>Length of a signature, in bytes.</summary>
    internal const int SignatureSize = 64;

    /// <summary>The public key of a seed.</summary>
    internal static byte[] PublicKey(ReadOnlySpan<byte> seed) => throw new NotImplementedException();

    /// <summary>Signs the message (pure Ed25519).</summary>
    internal static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message) => throw new NotImplementedException();

    /// <summary>Signs the SHA-512 of a message (Ed25519ph, no context).</summary>
    internal static byte[] SignHash(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> sha512) => throw new NotImplementedException();

    /// <summary>Whether this is the signature of the message; false for anything malformed (S not reduced, points not on the curve).</summary>
    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => throw new NotImplementedException();

    /// <summary>Whether this is the Ed25519ph signature of the message with this SHA-512.</summary>
    internal static bool VerifyHash(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> sha512, ReadOnlySpan<byte> signature) => throw new NotImplementedException();
}
