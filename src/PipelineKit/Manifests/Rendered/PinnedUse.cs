using PipelineKit.Oci;

namespace PipelineKit.Manifests.Rendered;

/// <summary>An image of a manifest that is pinned to a digest the lock has for its repository.</summary>
/// <param name="Document">0-based number of the document.</param>
/// <param name="Offset">First byte in the stream.</param>
/// <param name="Length">Bytes of the value as written.</param>
/// <param name="Repository">Registry and repository, normalised.</param>
/// <param name="Tag">The tag beside the digest, or null.</param>
/// <param name="Digest">The digest.</param>
public sealed record PinnedUse(int Document, int Offset, int Length, string Repository, string? Tag, Digest Digest)
{
    /// <summary><c>registry/repository@digest</c>.</summary>
    public string Text => $"{Repository}@{Digest}";
}
