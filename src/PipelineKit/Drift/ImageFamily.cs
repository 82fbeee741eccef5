using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Drift;

/// <summary>
/// Knows which digests are of one image: of its index, of its platforms, and of their configurations, which some container runtimes give as the identifier of an image. The lock is
/// asked first, and then the registry, once for each image, where it may be.
/// </summary>
/// <param name="images">Where an image is looked for; null when no registry may be asked.</param>
internal sealed class ImageFamily(Func<ImageReference, ImagePlace>? images)
{
    private readonly Dictionary<string, HashSet<Digest>?> _families = new(StringComparer.Ordinal);

    /// <summary>Asks the lock alone.</summary>
    public static ImageFamily Offline { get; } = new(images: null);

    /// <summary>Why families could not be found out.</summary>
    public List<Failure> Problems { get; } = [];

    /// <summary>Whether a digest is of one of these images; null when that cannot be told.</summary>
    internal async Task<bool?> HasAsync(ExpectedState state, ImageReference reference, IReadOnlyList<Digest> roots, Digest digest, CancellationToken cancellation)
    {
        var isKnown = true;
        foreach (var root in roots)
        {
            if (root == digest || state.PlatformsOf(root).Contains(digest))
            {
                return true;
            }
        }

        foreach (var root in roots)
        {
            var family = await FindAsync(reference, root, cancellation);
            if (family?.Contains(digest) == true)
            {
                return true;
            }

            isKnown &= family is not null;
        }

        return isKnown ? false : null;
    }

    private async Task<HashSet<Digest>?> FindAsync(ImageReference reference, Digest root, CancellationToken cancellation)
    {
        if (images is null)
        {
            return null;
        }

        var place = images(reference);
        var key = $"{place.Text}@{root}";
        if (!_families.TryGetValue(key, out var family))
        {
            try
            {
                family = await ReadAsync(place, root, cancellation);
            }
            catch (Exception e) when (e is RegistryException or IOException)
            {
                Problems.AddRange(e is RegistryException ? FailureMap.From(e, cancelled: false) : [new Failure(FailureCodes.UnreadableFile, $"{place.Text}: {e.Message}")]);
            }

            _families[key] = family;
        }

        return family;
    }

    private static async Task<HashSet<Digest>> ReadAsync(ImagePlace place, Digest root, CancellationToken cancellation)
    {
        var family = new HashSet<Digest>();
        foreach (var image in await ImageTree.WalkAsync(place.Store, place.Repository, root, cancellation))
        {
            family.Add(image.Digest);
            if (MediaTypes.IsManifest(image.MediaType) && (await place.Store.GetManifestAsync(place.Repository, image.Digest, cancellation)).Config is { } config)
            {
                family.Add(config.Digest);
            }
        }

        return family;
    }
}
