using PipelineKit.Locking;

namespace PipelineKit.DigestPin;

/// <summary>What the lock knows: digests by key, and what stood at a place before it was pinned.</summary>
internal sealed class LockMemory
{
    private readonly ILookup<string, LockedImage> _images;
    private readonly ILookup<string, LockedUses> _uses;
    private readonly Dictionary<(string Path, string Key), List<LockSite>> _sites = [];

    internal LockMemory(ImageLock? imageLock)
    {
        Exists = imageLock is not null;
        Lock = imageLock ?? ImageLock.Empty;
        _images = Lock.Images.ToLookup(i => i.Image, StringComparer.Ordinal);
        _uses = Lock.Uses.ToLookup(u => UsesName(u.Uses), StringComparer.Ordinal);
        foreach (var (key, site) in Lock.Images.SelectMany(i => i.Sites.Select(s => (i.Image, s)))
            .Concat(Lock.Uses.SelectMany(u => u.Sites.Select(s => (UsesName(u.Uses), s)))))
        {
            if (!_sites.TryGetValue((site.Path, key), out var sites))
            {
                _sites[(site.Path, key)] = sites = [];
            }

            sites.Add(site);
        }
    }

    /// <summary>Whether there is a lock at all.</summary>
    internal bool Exists { get; }

    /// <summary>The lock; empty when there is none.</summary>
    internal ImageLock Lock { get; }

    /// <summary>Entries for an image key.</summary>
    internal IEnumerable<LockedImage> Images(string key) => _images[key];

    /// <summary>Entries for <c>owner/repo[/path]</c>.</summary>
    internal IEnumerable<LockedUses> Uses(string name) => _uses[name];

    /// <summary>The entry for an action as it was written before pinning, or null.</summary>
    internal LockedUses? UsesAs(string text) => _uses[UsesName(text)].FirstOrDefault(u => u.Uses == text);

    /// <summary>
    /// Pairs pinned references with the sites the lock remembers: first those on the same line, then the rest in order, so that
    /// lines added above a reference do not lose its history.
    /// </summary>
    internal Dictionary<Reference, LockSite> Recall(IEnumerable<Reference> references)
    {
        var recalled = new Dictionary<Reference, LockSite>(ReferenceEqualityComparer.Instance);
        foreach (var group in references.Where(r => r.Pin is not null).GroupBy(r => (r.Site.Path, r.Key)))
        {
            if (!_sites.TryGetValue(group.Key, out var sites))
            {
                continue;
            }

            var left = sites.ToList();
            var waiting = new List<Reference>();
            foreach (var reference in group)
            {
                var exact = left.FindIndex(s => s.Line == reference.Site.Line);
                if (exact < 0)
                {
                    waiting.Add(reference);
                    continue;
                }

                recalled[reference] = left[exact];
                left.RemoveAt(exact);
            }

            foreach (var (reference, site) in waiting.Zip(left))
            {
                recalled[reference] = site;
            }
        }

        return recalled;
    }

    /// <summary><c>owner/repo[/path]</c> of a <c>uses</c> text.</summary>
    internal static string UsesName(string uses)
    {
        var at = uses.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? uses : uses[..at];
    }
}
