using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Tags that keep the images one could go back to from being cleaned up: <c>pk-keep-ENVIRONMENT-HEX</c>.</summary>
internal sealed class KeepTags(ImagePlace place, string environment, ImageCopier copier)
{
    private const int ShortHex = 12;
    private const int MostFallenOut = 3;

    /// <summary>The tag of an image.</summary>
    internal string TagOf(Digest digest) => $"pk-keep-{environment}-{digest.Hex[..ShortHex]}";

    /// <summary>Which of these have no tag yet.</summary>
    internal async Task<IReadOnlyList<Digest>> MissingAsync(IEnumerable<Digest> targets, CancellationToken cancellation)
    {
        var missing = new List<Digest>();
        foreach (var target in targets.Distinct())
        {
            if ((await place.Store.FindTagAsync(place.Repository, TagOf(target), cancellation))?.Digest != target)
            {
                missing.Add(target);
            }
        }

        return missing;
    }

    /// <summary>Sets the tag of each.</summary>
    internal async Task SetAsync(IEnumerable<Digest> targets, CancellationToken cancellation)
    {
        foreach (var target in targets)
        {
            await copier.TagAsync(place, TagOf(target), target, expected: null, cancellation);
        }
    }

    /// <summary>Removes the tags of those that fell out lately, where the registry lets that happen.</summary>
    /// <returns>Tags that stay.</returns>
    internal async Task<IReadOnlyList<string>> RemoveAsync(IEnumerable<Digest> fallenOut, CancellationToken cancellation)
    {
        var staying = new List<string>();
        foreach (var digest in fallenOut.Take(MostFallenOut))
        {
            var tag = TagOf(digest);
            if (await place.Store.FindTagAsync(place.Repository, tag, cancellation) is not null && !await place.Store.DeleteTagAsync(place.Repository, tag, cancellation))
            {
                staying.Add(tag);
            }
        }

        return staying;
    }
}
