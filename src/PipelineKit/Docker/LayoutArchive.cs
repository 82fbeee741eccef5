using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>
/// The newer form of an archive: an OCI layout. An engine that pulled one platform of an index exports the index with the rest of it missing; then the
/// manifest of that platform is the image.
/// </summary>
internal static class LayoutArchive
{
    internal static async Task<Digest> FinishAsync(ArchiveContent content, byte[] marker, byte[] index, string folder, Digest id, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "index.json"), index, cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folder, "oci-layout"), marker, cancellation);
        var source = "docker:" + content.Name;
        var entries = ManifestParser.Parse(index, MediaTypes.OciIndex, source).Manifests.DistinctBy(e => e.Digest).ToList();
        var root = entries.Find(e => e.Digest == id) ?? (entries.Count == 1 ? entries[0] : throw new InvalidDataException($"its index.json lists {entries.Count} images where one was asked for"));
        if (!MediaTypes.IsIndex(root.MediaType))
        {
            return root.Digest;
        }

        var layout = new OciLayout(folder);
        var repository = ImageReference.Parse("localhost/image");
        var platforms = (await layout.GetManifestAsync(repository, root.Digest, cancellation)).Manifests.Where(ImageTree.IsImage).ToList();
        var present = new List<Descriptor>();
        foreach (var platform in platforms)
        {
            if (await IsWholeAsync(layout, repository, platform, folder, cancellation))
            {
                present.Add(platform);
            }
        }

        return present.Count == platforms.Count ? root.Digest
            : present.Count == 1 ? present[0].Digest
            : throw new InvalidDataException($"the engine has {present.Count} of the {platforms.Count} platforms of the image; name the image in its registry instead");
    }

    private static async Task<bool> IsWholeAsync(OciLayout layout, ImageReference repository, Descriptor image, string folder, CancellationToken cancellation)
    {
        if (!IsThere(image, folder))
        {
            return false;
        }

        var manifest = await layout.GetManifestAsync(repository, image.Digest, cancellation);
        return manifest.Config is { } config && IsThere(config, folder) && manifest.Layers.All(l => IsThere(l, folder));
    }

    private static bool IsThere(Descriptor blob, string folder) => File.Exists(Path.Combine(folder, "blobs", blob.Digest.Algorithm, blob.Digest.Hex));
}
