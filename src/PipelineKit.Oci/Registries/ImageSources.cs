using System.Collections.Concurrent;

namespace PipelineKit.Oci;

/// <summary>
/// The one place of images that commands use: sends each reference, by the mirrors, to its registry or to a layout on disk. Answers are about
/// the reference as it was written; only errors name the place that was asked.
/// </summary>
/// <param name="transport">Carries requests to registries; not disposed here.</param>
/// <param name="mirrors">Where to ask.</param>
public sealed class ImageSources(RegistryTransport transport, RegistryMirrors mirrors) : IImageStore
{
    private readonly RegistryClient _registries = new(transport);
    private readonly ConcurrentDictionary<string, OciLayout> _layouts = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellation)
    {
        var (source, asked) = Find(reference);
        return source.ResolveAsync(asked, cancellation);
    }

    /// <inheritdoc />
    public Task<ManifestContent> GetManifestAsync(ImageReference repository, Digest digest, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.GetManifestAsync(asked, digest, cancellation);
    }

    /// <inheritdoc />
    public Task<Stream> OpenBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.OpenBlobAsync(asked, blob, cancellation);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(ImageReference repository, Digest subject, string? artifactType, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.ListReferrersAsync(asked, subject, artifactType, cancellation);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<string> ListTagsAsync(ImageReference repository, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.ListTagsAsync(asked, cancellation);
    }

    /// <inheritdoc />
    public Task<ManifestContent?> FindTagAsync(ImageReference repository, string tag, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.FindTagAsync(asked, tag, cancellation);
    }

    /// <inheritdoc />
    public Task<Descriptor> PutBlobAsync(ImageReference repository, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.PutBlobAsync(asked, content, mediaType, cancellation);
    }

    /// <inheritdoc />
    public Task<Descriptor> PutManifestAsync(ImageReference repository, ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.PutManifestAsync(asked, manifest, tag, cancellation);
    }

    /// <inheritdoc />
    public Task<Descriptor> AttachAsync(ImageReference repository, ManifestContent manifest, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.AttachAsync(asked, manifest, cancellation);
    }

    /// <inheritdoc />
    public Task<ManifestContent> UpdateTagAsync(ImageReference repository, string tag, ChangeTag change, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.UpdateTagAsync(asked, tag, change, cancellation);
    }

    /// <inheritdoc />
    public Task<bool> DeleteTagAsync(ImageReference repository, string tag, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.DeleteTagAsync(asked, tag, cancellation);
    }

    Task<bool> IImageStore.HasBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.HasBlobAsync(asked, blob, cancellation);
    }

    Task<bool> IImageStore.AttachAsync(ImageReference repository, Digest subject, IReadOnlyList<ManifestContent> manifests, CancellationToken cancellation)
    {
        var (source, asked) = Find(repository);
        return source.AttachAsync(asked, subject, manifests, cancellation);
    }

    /// <summary>The registries or layout that a reference leads to, and what it is called there.</summary>
    internal (IImageStore Source, ImageReference Asked) Find(ImageReference reference)
    {
        var place = mirrors.Map(reference);
        return place.LayoutPath is { } path
            ? (_layouts.GetOrAdd(path, p => new OciLayout(p)), place.Reference)
            : (_registries, place.Reference);
    }
}
