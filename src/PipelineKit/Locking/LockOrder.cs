using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>The order every lock is in.</summary>
internal static class LockOrder
{
    private static readonly Comparer<(string Platform, Digest Digest)> PlatformOrder =
        Comparer<(string Platform, Digest Digest)>.Create((x, y) => string.CompareOrdinal(x.Platform, y.Platform));

    /// <summary>A lock of these entries, everything in it sorted by ordinal and sites without repetition.</summary>
    internal static ImageLock Sorted(IEnumerable<LockedImage> images, IEnumerable<LockedUses> uses) => new(
        [.. images.OrderBy(i => i.Image, StringComparer.Ordinal).ThenBy(i => i.Digest.Text, StringComparer.Ordinal).Select(Sorted)],
        [.. uses.OrderBy(u => u.Uses, StringComparer.Ordinal).ThenBy(u => u.Commit, StringComparer.Ordinal).Select(Sorted)]);

    private static LockedImage Sorted(LockedImage image) =>
        IsAscending(image.Sites, SiteOrder.Instance) && IsAscending(image.Platforms, PlatformOrder)
            ? image
            : image with { Platforms = [.. image.Platforms.Order(PlatformOrder)], Sites = Sorted(image.Sites) };

    private static LockedUses Sorted(LockedUses uses) =>
        IsAscending(uses.Sites, SiteOrder.Instance) ? uses : uses with { Sites = Sorted(uses.Sites) };

    private static List<LockSite> Sorted(IReadOnlyList<LockSite> sites) => [.. sites.Distinct().Order(SiteOrder.Instance)];

    // Almost every lock comes sorted from a file; then nothing is copied.
    private static bool IsAscending<T>(IReadOnlyList<T> list, IComparer<T> order)
    {
        for (var i = 1; i < list.Count; i++)
        {
            if (order.Compare(list[i - 1], list[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The order of sites: path by ordinal, line, what stood there.</summary>
internal sealed class SiteOrder : IComparer<LockSite>
{
    internal static readonly SiteOrder Instance = new();

    /// <inheritdoc />
    public int Compare(LockSite? x, LockSite? y)
    {
        var order = string.CompareOrdinal(x?.Path, y?.Path);
        order = order != 0 ? order : Nullable.Compare(x?.Line, y?.Line);
        return order != 0 ? order : string.CompareOrdinal(x?.Was, y?.Was);
    }
}
