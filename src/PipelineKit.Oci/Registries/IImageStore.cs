namespace PipelineKit.Oci;

/// <summary>
/// Where images are and can be put: a registry or an OCI image layout on disk. Everything put is small (see <see cref="MaximumBlob"/>); putting what is there
/// already changes nothing. Methods throw <see cref="RegistryException"/>, for a layout also <see cref="IOException"/>.
/// </summary>
public interface IImageStore : IImageSource
{
    /// <summary>The largest blob that is put from memory: 16 MiB.</summary>
    const int MaximumBlob = 16 << 20;

    /// <summary>What a tag of the repository means now, or null when there is no such tag.</summary>
    Task<ManifestContent?> FindTagAsync(ImageReference repository, string tag, CancellationToken cancellation);

    /// <summary>Puts a blob unless it is there; throws <see cref="ArgumentException"/> when it is larger than <see cref="MaximumBlob"/>.</summary>
    Task<Descriptor> PutBlobAsync(ImageReference repository, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation);

    /// <summary>Puts a manifest or index, byte for byte, under this tag, or only under its digest without one. What it names must be there.</summary>
    Task<Descriptor> PutManifestAsync(ImageReference repository, ManifestContent manifest, string? tag, CancellationToken cancellation);

    /// <summary>
    /// Puts a manifest with a <see cref="ManifestContent.Subject"/> so that <see cref="IImageSource.ListReferrersAsync"/> finds it: where a registry has no
    /// referrers API, it is also listed under the fallback tag (OCI distribution specification 1.1, "Referrers Tag Schema"). Read back before this returns.
    /// </summary>
    Task<Descriptor> AttachAsync(ImageReference repository, ManifestContent manifest, CancellationToken cancellation);

    /// <summary>
    /// Changes what a tag means, without losing what others put there at the same time: reads, lets <paramref name="change"/> decide, writes, and reads again until there is
    /// nothing left to change. Throws <see cref="RegistryException"/> (<see cref="RegistryProblem.Conflict"/>) when others never leave it alone.
    /// </summary>
    /// <returns>What the tag means in the end, which <paramref name="change"/> was content with.</returns>
    Task<ManifestContent> UpdateTagAsync(ImageReference repository, string tag, ChangeTag change, CancellationToken cancellation);

    /// <summary>Removes a tag and leaves what it meant alone, where that can be done; many registries cannot (docker-registry deletes by digest only).</summary>
    /// <returns>Whether there is no such tag now.</returns>
    Task<bool> DeleteTagAsync(ImageReference repository, string tag, CancellationToken cancellation);

    /// <summary>Whether the repository has a blob, of that size: asked for by HEAD.</summary>
    internal Task<bool> HasBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation);

    /// <summary>
    /// As <see cref="AttachAsync(ImageReference, ManifestContent, CancellationToken)"/>, for all manifests of one subject at once, which are there already. Returns whether
    /// a fallback tag was written, which others may overwrite.
    /// </summary>
    internal Task<bool> AttachAsync(ImageReference repository, Digest subject, IReadOnlyList<ManifestContent> manifests, CancellationToken cancellation);

    internal static void CheckSize(ReadOnlyMemory<byte> content)
    {
        if (content.Length > MaximumBlob)
        {
            throw new ArgumentOutOfRangeException(nameof(content), content.Length, $"a blob put from memory has at most {MaximumBlob} bytes");
        }
    }
}

/// <summary>Decides what a tag shall mean. It may put the blobs it needs. It may be asked several times, each time with what the tag means then.</summary>
/// <param name="current">What it means now; null when there is no such tag.</param>
/// <param name="cancellation">Stops it.</param>
/// <returns>What it shall mean, or null when it is well as it is (which a tag that is not there never is).</returns>
public delegate Task<ManifestContent?> ChangeTag(ManifestContent? current, CancellationToken cancellation);
