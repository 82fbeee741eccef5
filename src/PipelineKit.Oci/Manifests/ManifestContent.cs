namespace PipelineKit.Oci;

/// <summary>A manifest or index as the bytes received, beside what they say. The digest is of the bytes.</summary>
/// <param name="Digest">Of <paramref name="Bytes"/>.</param>
/// <param name="MediaType">As served and, where present, as the body's own <c>mediaType</c> says; the two agree.</param>
/// <param name="Bytes">Exactly as received.</param>
public sealed record ManifestContent(Digest Digest, string MediaType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Children of an index; empty for an image manifest.</summary>
    public IReadOnlyList<Descriptor> Manifests { get; init; } = [];

    /// <summary>The configuration of an image manifest.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>Layers of an image manifest.</summary>
    public IReadOnlyList<Descriptor> Layers { get; init; } = [];

    /// <summary>What this manifest refers to, if it is a referrer.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>The artifact type, if declared.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
