using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>What a signature is to be about: bytes, or (when only that is known, as with images) their digest.</summary>
public sealed class Artifact
{
    private Artifact(ReadOnlyMemory<byte>? content, Digest digest) => (Content, Digest) = (content, digest);

    /// <summary>Its bytes, or null when only the digest is known.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>Its digest; sha256 when made from bytes.</summary>
    public Digest Digest { get; }

    /// <summary>Bytes.</summary>
    public static Artifact Of(ReadOnlyMemory<byte> content) => new(content, Digest.Sha256(content.Span));

    /// <summary>A digest alone.</summary>
    public static Artifact Of(Digest digest) => new(content: null, digest);
}
