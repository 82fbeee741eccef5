namespace PipelineKit.Oci;

/// <summary>A platform as in an image index: <c>os/architecture[/variant][:os.version]</c>.</summary>
/// <param name="Os">Such as <c>linux</c>.</param>
/// <param name="Architecture">Such as <c>amd64</c>.</param>
/// <param name="Variant">Such as <c>v8</c>, or null.</param>
/// <param name="OsVersion">Such as <c>10.0.20348.2402</c>, or null.</param>
public sealed record Platform(string Os, string Architecture, string? Variant = null, string? OsVersion = null)
{
    /// <summary>BuildKit marks attestation manifests with <c>unknown/unknown</c>.</summary>
    public bool IsUnknown => Os == "unknown" || Architecture == "unknown";

    /// <summary><c>os/architecture[/variant][:os.version]</c>.</summary>
    public override string ToString() => $"{Os}/{Architecture}{(Variant is null ? "" : "/" + Variant)}{(OsVersion is null ? "" : ":" + OsVersion)}";
}

/// <summary>A pointer to content (OCI image specification, descriptor.md).</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>The platform, in an index.</summary>
    public Platform? Platform { get; init; }

    /// <summary>The artifact type, in a referrers list.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Whether it says where else the content is (<c>urls</c>). Such addresses are never asked; what is said there may be missing from the repository.</summary>
    public bool HasUrls { get; init; }

    /// <summary>Annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
