namespace PipelineKit.Oci;

/// <summary>An image and everything below it that is an image: what signing or copying all platforms goes over.</summary>
public static class ImageTree
{
    /// <summary>The most images of one tree.</summary>
    public const int MaximumImages = 1000;

    private const int MaximumDepth = 4;

    /// <summary>
    /// The image itself, then its children depth first, in the order of the index, each once. What BuildKit keeps in an index about its images
    /// (<c>vnd.docker.reference.type</c>, platform <c>unknown/unknown</c>) is not among them. Throws <see cref="RegistryException"/>.
    /// </summary>
    public static async Task<IReadOnlyList<Descriptor>> WalkAsync(IImageSource source, ImageReference repository, Digest root, CancellationToken cancellation)
    {
        var manifest = await source.GetManifestAsync(repository, root, cancellation);
        var found = new List<Descriptor>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await AddAsync(new Descriptor(manifest.MediaType, root, manifest.Bytes.Length), manifest, depth: 0);
        return found;

        async Task AddAsync(Descriptor image, ManifestContent? known, int depth)
        {
            if (!seen.Add(image.Digest.Text))
            {
                return;
            }

            found.Add(image);
            if (depth > MaximumDepth || found.Count > MaximumImages)
            {
                throw new RegistryException(RegistryProblem.Protocol, $"{repository.Registry}/{repository.Repository}@{root}", $"more than {MaximumImages} images, or indexes more than {MaximumDepth} deep");
            }

            if (MediaTypes.IsIndex(image.MediaType))
            {
                var index = known ?? await source.GetManifestAsync(repository, image.Digest, cancellation);
                foreach (var child in index.Manifests.Where(IsImage))
                {
                    await AddAsync(child, known: null, depth + 1);
                }
            }
        }
    }

    /// <summary>Whether an entry of an index is an image (or an index of images) rather than something about one.</summary>
    public static bool IsImage(Descriptor entry) =>
        (MediaTypes.IsIndex(entry.MediaType) || MediaTypes.IsManifest(entry.MediaType))
        && !entry.Annotations.ContainsKey("vnd.docker.reference.type")
        && entry.Platform is not { IsUnknown: true };
}
