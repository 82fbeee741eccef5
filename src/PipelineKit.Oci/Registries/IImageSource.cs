namespace PipelineKit.Oci;

/// <summary>
/// Where images are: a registry or an OCI image layout on disk. Methods throw <see cref="RegistryException"/> (or a subclass)
/// for everything a remote can do wrong, and never return content that does not hash to its digest.
/// </summary>
public interface IImageSource
{
    /// <summary>What the reference means now: by HEAD, without fetching (or counting as a pull of) the manifest. A reference with a digest is looked up by the digest.</summary>
    Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellation);

    /// <summary>The manifest or index with this digest in the reference's repository, as the bytes received, verified.</summary>
    Task<ManifestContent> GetManifestAsync(ImageReference repository, Digest digest, CancellationToken cancellation);

    /// <summary>The content of a blob as a stream that throws <see cref="DigestMismatchException"/> at its end when the bytes are others.</summary>
    Task<Stream> OpenBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation);

    /// <summary>What refers to this digest (OCI distribution 1.1 referrers, or the fallback tag), optionally of one artifact type.</summary>
    Task<IReadOnlyList<Descriptor>> ListReferrersAsync(ImageReference repository, Digest subject, string? artifactType, CancellationToken cancellation);

    /// <summary>The tags of the reference's repository, page by page.</summary>
    IAsyncEnumerable<string> ListTagsAsync(ImageReference repository, CancellationToken cancellation);
}

/// <summary>What a reference means.</summary>
/// <param name="Digest">The digest of the manifest or index.</param>
/// <param name="MediaType">Its media type, without parameters.</param>
/// <param name="Size">Its size in bytes, or null when the source does not say.</param>
public sealed record ResolvedImage(Digest Digest, string MediaType, long? Size)
{
    /// <summary>Whether it is an index over platforms rather than one image.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);
}
