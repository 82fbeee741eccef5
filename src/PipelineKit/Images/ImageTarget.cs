using System.Collections.Concurrent;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>An image a command is about, pinned: whatever its tag means later, this digest is used throughout.</summary>
/// <param name="Image">By digest.</param>
/// <param name="Subject">The manifest or index of that digest.</param>
/// <param name="IsNamed">Whether it is the image that was named, not one of its platforms.</param>
public sealed record ImageTarget(PinnedReference Image, Descriptor Subject, bool IsNamed)
{
    /// <summary><c>name@digest</c>, as it was spelled.</summary>
    public string Text => $"{Image.Reference.Name}@{Subject.Digest}";

    /// <summary>Looks all of them up, in the order given; of each, the image itself comes before its platforms.</summary>
    /// <param name="references">By digest or tag.</param>
    /// <param name="recursive">Whether platforms are wanted too.</param>
    /// <param name="images">Where they are.</param>
    /// <param name="concurrency">How many at once.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RegistryException">An image cannot be looked up.</exception>
    public static async Task<IReadOnlyList<ImageTarget>> ResolveAsync(
        IReadOnlyList<ImageReference> references, bool recursive, IImageSource images, int concurrency, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<int, IReadOnlyList<ImageTarget>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        await Parallel.ForAsync(0, references.Count, options, async (i, token) => found[i] = await ResolveAsync(references[i], recursive, images, token));
        return [.. Enumerable.Range(0, references.Count).SelectMany(i => found[i]).DistinctBy(t => (t.Image.Reference.Registry, t.Image.Reference.Repository, t.Subject.Digest))];
    }

    private static async Task<IReadOnlyList<ImageTarget>> ResolveAsync(ImageReference reference, bool recursive, IImageSource images, CancellationToken cancellation)
    {
        var resolved = await images.ResolveAsync(reference, cancellation);
        var pinned = reference.Pin(resolved.Digest);
        if (recursive)
        {
            var tree = await ImageTree.WalkAsync(images, reference, resolved.Digest, cancellation);
            return [.. tree.Select(image => new ImageTarget(pinned, image, IsNamed: image.Digest == resolved.Digest))];
        }

        var size = resolved.Size ?? (await images.GetManifestAsync(reference, resolved.Digest, cancellation)).Bytes.Length;
        return [new ImageTarget(pinned, new Descriptor(resolved.MediaType, resolved.Digest, size), IsNamed: true)];
    }
}
