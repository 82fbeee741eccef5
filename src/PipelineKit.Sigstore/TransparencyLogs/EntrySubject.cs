using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>What an entry of a log must be about to count for a bundle.</summary>
/// <param name="Content">What was signed.</param>
/// <param name="Artifact">The artifact, which a message signature is over.</param>
/// <param name="Certificate">The leaf certificate, DER; null when a key signed.</param>
/// <param name="Key">The key that signed.</param>
internal sealed record EntrySubject(BundleContent Content, Artifact Artifact, ReadOnlyMemory<byte>? Certificate, VerificationKey Key)
{
    private byte[]? _signedBytes;
    private byte[]? _digest;

    /// <summary>The signature's bytes.</summary>
    internal ReadOnlyMemory<byte> Signature => Content.SignatureBytes;

    /// <summary>What was signed, as bytes: the artifact, or the envelope's encoding; null for an artifact of which only the digest is known.</summary>
    internal ReadOnlyMemory<byte>? SignedBytes =>
        Content is DsseContent dsse ? _signedBytes ??= dsse.Envelope.SignedBytes() : Artifact.Content;

    /// <summary>The hash of what was signed; null when only another hash of it is known.</summary>
    internal ReadOnlyMemory<byte>? Hash(HashAlgorithmName algorithm)
    {
        if (Content is MessageSignature && HashNames.OfText(Artifact.Digest.Algorithm) == algorithm)
        {
            return _digest ??= Convert.FromHexString(Artifact.Digest.Hex);
        }

        return SignedBytes is { } bytes ? CryptographicOperations.HashData(algorithm, bytes.Span) : default(ReadOnlyMemory<byte>?);
    }
}
