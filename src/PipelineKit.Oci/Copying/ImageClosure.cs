namespace PipelineKit.Oci;

/// <summary>An image and everything that belongs to it: platforms, configurations, layers, what refers to any of them (recursively), and the tags cosign keeps signatures under.</summary>
public sealed record ImageClosure
{
    /// <summary>The manifest or index it is the closure of.</summary>
    public required Digest Root { get; init; }

    /// <summary>Every manifest and index, each once; what an entry names (children, then subjects) stands before it, so that this is an order to put them in.</summary>
    public required IReadOnlyList<ClosureManifest> Manifests { get; init; }

    /// <summary>Every blob, each once.</summary>
    public required IReadOnlyList<Descriptor> Blobs { get; init; }

    /// <summary>Tags beside the image: <c>sha256-HEX.sig</c>, <c>.att</c>, <c>.sbom</c> of cosign, with what they mean.</summary>
    public IReadOnlyList<(string Tag, Digest Digest)> CosignTags { get; init; } = [];

    /// <summary>Layers that are kept elsewhere (<c>urls</c>, foreign layers) and were not in the repository.</summary>
    public IReadOnlyList<Descriptor> Foreign { get; init; } = [];

    /// <summary>The size of all of it in bytes.</summary>
    public long Bytes => Manifests.Sum(m => (long)m.Content.Bytes.Length) + Blobs.Sum(b => b.Size);

    /// <summary>What refers to the root or one of its images.</summary>
    public IEnumerable<ClosureManifest> Referrers => Manifests.Where(m => m.RefersTo is not null);
}

/// <summary>A manifest of a closure.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="RefersTo">The subject it was found by; null for the image itself and its platforms.</param>
public sealed record ClosureManifest(ManifestContent Content, Digest? RefersTo);
