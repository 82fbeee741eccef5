using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Makes a lock say which image an environment has.</summary>
internal static class LockChange
{
    /// <summary>The lock with this image; the same lock when it says so already.</summary>
    /// <param name="content">As it is.</param>
    /// <param name="names">Repositories the image has in the environments, <c>registry/repository</c>.</param>
    /// <param name="known">Digests it had; an entry with one of them is meant too.</param>
    /// <param name="repository">The one it has in this environment; empty to leave names as they are.</param>
    /// <param name="tag">The tag of the environment; empty for none.</param>
    /// <param name="image">The image.</param>
    /// <param name="since">Since when it is there.</param>
    internal static ImageLock Apply(ImageLock content, IReadOnlySet<string> names, IReadOnlySet<Digest> known, string repository, string tag, ManifestContent image, DateTimeOffset since)
    {
        var images = new List<LockedImage>();
        var found = false;
        foreach (var entry in content.Images)
        {
            var reference = ImageReference.Parse(entry.Image);
            var name = $"{reference.Registry}/{reference.Repository}";
            if (!names.Contains(name) && !known.Contains(entry.Digest))
            {
                images.Add(entry);
                continue;
            }

            found = true;
            var spelled = repository.Length > 0 && name != repository ? Named(repository, tag) : entry.Image;
            var moved = entry.Digest == image.Digest && entry.Image == spelled
                ? entry
                : entry with { Image = spelled, Digest = image.Digest, MediaType = image.MediaType, Platforms = entry.Platforms.Count == 0 ? [] : PlatformsOf(image), FirstSeen = since };
            if (!images.Exists(i => i.Image == moved.Image && i.Digest == moved.Digest))
            {
                images.Add(moved);
            }
        }

        if (!found && repository.Length > 0)
        {
            images.Add(new LockedImage { Image = Named(repository, tag), Digest = image.Digest, MediaType = image.MediaType, FirstSeen = since });
        }

        return LockOrder.Sorted(images, content.Uses);
    }

    private static string Named(string repository, string tag) => tag.Length == 0 ? repository : $"{repository}:{tag}";

    private static List<(string Platform, Digest Digest)> PlatformsOf(ManifestContent image)
    {
        var platforms = new List<(string Platform, Digest Digest)>();
        foreach (var child in image.Manifests)
        {
            if (child.Platform is { IsUnknown: false } platform && !platforms.Exists(p => p.Platform == platform.ToString()))
            {
                platforms.Add((platform.ToString(), child.Digest));
            }
        }

        return platforms;
    }
}
