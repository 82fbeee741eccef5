using PipelineKit.Locking;

namespace PipelineKit.DigestPin;

/// <summary>What the lock knows: digests by key, and what stood at a place before it was pinned.</summary>
internal sealed class LockMemory
{
    private readonly ILookup<string, LockedImage> _images;
    private readonly ILookup<(string Repository, string Digest), LockedImage> _digests;
    private readonly ILookup<string, LockedUses> _uses;
    private readonly Dictionary<(string Path, string Key), List<LockSite>> _sites = [];

    internal LockMemory(ImageLock? imageLock)
    {
        Exists = imageLock is not null;
        Lock = imageLock ?? ImageLock.Empty;
        _images = Lock.Images.ToLookup(i => i.Image, StringComparer.Ordinal);
        _digests = Lock.Images.ToLookup(i => (RepositoryOf(i.Image), i.Digest.Text));
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

    /// <summary>
    /// The entry of a pinned reference and its digest; else the one that has the digest without a tag for a place in this file, since the registry did not confirm the tag when
    /// it was recorded.
    /// </summary>
    internal LockedImage? Recorded(Reference reference) =>
        _images[reference.Key].FirstOrDefault(e => e.Digest.Text == reference.Pin) ?? InFile(reference).FirstOrDefault(e => e.Image == RepositoryOf(reference.Key));

    /// <summary>The entry of another tag that has the digest of a reference, for a place in this file: what the reference was before somebody edited its tag. Null without.</summary>
    internal LockedImage? UnderAnotherTag(Reference reference) =>
        InFile(reference).FirstOrDefault(e => e.Image != reference.Key && e.Image != RepositoryOf(reference.Key));

    /// <summary>The entry of an image key that was seen last, or null.</summary>
    internal LockedImage? Newest(string key) => _images[key].OrderByDescending(e => e.FirstSeen).ThenBy(e => e.Digest.Text, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Entries for <c>owner/repo[/path]</c>.</summary>
    internal IEnumerable<LockedUses> Uses(string name) => _uses[name];

    /// <summary>The entry for an action as it was written before pinning, or null.</summary>
    internal LockedUses? UsesAs(string text) => _uses[UsesName(text)].FirstOrDefault(u => u.Uses == text);

    /// <summary>
    /// Pairs pinned references with the sites the lock remembers: first those on the same line, then the rest of the file in order, so that
    /// lines added above a reference do not lose its history, then those of files that are gone, so that a renamed file does not either.
    /// </summary>
    /// <param name="references">Everything found.</param>
    /// <param name="isGone">Whether there is no such file any more.</param>
    internal Dictionary<Reference, LockSite> Recall(IEnumerable<Reference> references, Predicate<string> isGone)
    {
        var pairing = new SitePairing();
        foreach (var group in references.Where(r => r.Pin is not null).GroupBy(r => (r.Site.Path, r.Key)))
        {
            pairing.Pair(group, _sites.GetValueOrDefault(group.Key) ?? []);
        }

        var moved = pairing.Left.ToLookup(r => r.Key, StringComparer.Ordinal);
        if (moved.Count > 0)
        {
            foreach (var lost in _sites.Where(s => moved.Contains(s.Key.Key) && isGone(s.Key.Path)).GroupBy(s => s.Key.Key, StringComparer.Ordinal))
            {
                pairing.Pair(moved[lost.Key], lost.SelectMany(s => s.Value).ToArray());
            }
        }

        return pairing.Pairs;
    }

    private IEnumerable<LockedImage> InFile(Reference reference) =>
        reference.Pin is null ? [] : _digests[(RepositoryOf(reference.Key), reference.Pin)].Where(e => e.Sites.Any(s => s.Path == reference.Site.Path));

    /// <summary>The key of an image without its tag.</summary>
    internal static string RepositoryOf(string key) => key.LastIndexOf(':') is var colon && colon > key.LastIndexOf('/') ? key[..colon] : key;

    /// <summary><c>owner/repo[/path]</c> of a <c>uses</c> text.</summary>
    internal static string UsesName(string uses)
    {
        var at = uses.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? uses : uses[..at];
    }
}
