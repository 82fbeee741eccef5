using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>
/// Changes a lock. The order of a run: <see cref="DropSites"/> for the files that were looked at, <see cref="Put(LockedImage)"/> what was found in
/// them, <see cref="Build"/>. Entries that exist already keep the time they were first seen at.
/// </summary>
public sealed class LockEditor
{
    private readonly Dictionary<(string Image, Digest Digest), LockedImage> _images = [];
    private readonly Dictionary<(string Uses, string Commit), LockedUses> _uses = [];

    /// <summary>Starts from a lock, which stays as it is.</summary>
    public LockEditor(ImageLock content)
    {
        foreach (var image in content.Images)
        {
            _images[(image.Image, image.Digest)] = image;
        }

        foreach (var uses in content.Uses)
        {
            _uses[(uses.Uses, uses.Commit)] = uses;
        }
    }

    /// <summary>
    /// Adds an entry. If the lock has the same reference at the same digest: first seen stays the earlier, platforms are replaced when the new
    /// entry has any, and sites are added to those there.
    /// </summary>
    public void Put(LockedImage entry)
    {
        var key = (entry.Image, entry.Digest);
        _images[key] = !_images.TryGetValue(key, out var known) ? entry : entry with
        {
            FirstSeen = Earlier(known.FirstSeen, entry.FirstSeen),
            Platforms = entry.Platforms.Count > 0 ? entry.Platforms : known.Platforms,
            Sites = Joined(known.Sites, entry.Sites),
        };
    }

    /// <summary>Adds an entry, as for images; the version is replaced when the new entry has one.</summary>
    public void Put(LockedUses entry)
    {
        var key = (entry.Uses, entry.Commit);
        _uses[key] = !_uses.TryGetValue(key, out var known) ? entry : entry with
        {
            FirstSeen = Earlier(known.FirstSeen, entry.FirstSeen),
            Version = entry.Version ?? known.Version,
            Sites = Joined(known.Sites, entry.Sites),
        };
    }

    /// <summary>Drops the sites that are chosen; their entries stay until <see cref="Build"/>.</summary>
    public void DropSites(Func<LockSite, bool> chosen)
    {
        foreach (var (key, entry) in _images.ToList())
        {
            _images[key] = entry with { Sites = [.. entry.Sites.Where(s => !chosen(s))] };
        }

        foreach (var (key, entry) in _uses.ToList())
        {
            _uses[key] = entry with { Sites = [.. entry.Sites.Where(s => !chosen(s))] };
        }
    }

    /// <summary>Drops an image entry with its sites.</summary>
    public void Drop(LockedImage entry) => _images.Remove((entry.Image, entry.Digest));

    /// <summary>Drops an action entry with its sites.</summary>
    public void Drop(LockedUses entry) => _uses.Remove((entry.Uses, entry.Commit));

    /// <summary>The lock, sorted; entries that no site has any more are left out unless they are to be kept.</summary>
    /// <param name="keepWithoutSites">Keeps entries without sites, as an import from another tool makes them.</param>
    public ImageLock Build(bool keepWithoutSites = false) => LockOrder.Sorted(
        _images.Values.Where(i => keepWithoutSites || i.Sites.Count > 0),
        _uses.Values.Where(u => keepWithoutSites || u.Sites.Count > 0));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one <= other ? one : other;

    // At one place what stood there before is kept when one of the two knows it.
    private static List<LockSite> Joined(IReadOnlyList<LockSite> known, IReadOnlyList<LockSite> added) =>
        [.. known.Concat(added).Where(s => s.Was is not null || (!KnowsMore(known, s) && !KnowsMore(added, s))).Distinct()];

    private static bool KnowsMore(IReadOnlyList<LockSite> sites, LockSite site) =>
        sites.Any(s => s.Was is not null && s.Path == site.Path && s.Line == site.Line);
}
