using PipelineKit.Locking;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Scanning;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>Makes the lock as it is to be after a run, out of the old one and the decisions.</summary>
internal static class LockKeeper
{
    /// <summary>
    /// Sites in the files of this run come from the decisions; sites elsewhere stay while their file exists. Entries without sites go.
    /// <c>first-seen</c> stays while the digest stays.
    /// </summary>
    internal static ImageLock Next(
        LockMemory memory, IReadOnlyList<Decision> decisions, Situation situation, Func<string, bool, bool> isElsewhere, DateTimeOffset now)
    {
        var images = new Dictionary<(string Key, string Pin), LockedImage>();
        var uses = new Dictionary<(string Key, string Pin), LockedUses>();
        foreach (var entry in memory.Lock.Images)
        {
            images[(entry.Image, entry.Digest.Text)] = entry with { Sites = entry.Sites.Where(s => isElsewhere(s.Path, false)).ToArray() };
        }

        foreach (var entry in memory.Lock.Uses)
        {
            uses[(entry.Uses, entry.Commit)] = entry with { Sites = entry.Sites.Where(s => isElsewhere(s.Path, true)).ToArray() };
        }

        foreach (var group in decisions.Where(d => d.Fact is not null).GroupBy(d => (d.Fact!.Key, d.Fact.Pin, IsImage: d.Reference.Image is not null)))
        {
            var sites = group.Select(d => Site(d, situation)).ToArray();
            var fact = group.First().Fact!;
            if (group.Key.IsImage)
            {
                AddImage(images, fact, sites, now);
            }
            else
            {
                AddUses(uses, fact, sites, now);
            }
        }

        return new ImageLock(
            images.Values.Where(e => e.Sites.Count > 0).OrderBy(e => e.Image, StringComparer.Ordinal).ThenBy(e => e.Digest.Text, StringComparer.Ordinal).ToArray(),
            uses.Values.Where(e => e.Sites.Count > 0).OrderBy(e => e.Uses, StringComparer.Ordinal).ThenBy(e => e.Commit, StringComparer.Ordinal).ToArray());
    }

    /// <summary>
    /// After unpinning: what is still pinned, here or in files this run did not look at. Nothing of ours left means no lock. A place that
    /// was never pinned, because the run that should have was cut off, goes too.
    /// </summary>
    internal static ImageLock Remaining(LockMemory memory, IReadOnlyList<Decision> decisions, Situation situation, Func<string, bool, bool> isElsewhere)
    {
        var kept = decisions.Where(d => d.PinAfter is not null)
            .Select(d => situation.SiteOf(d.Reference))
            .OfType<LockSite>()
            .ToHashSet(ReferenceEqualityComparer.Instance);
        var images = memory.Lock.Images.Select(e => e with { Sites = Stay(e.Sites, isUses: false) }).Where(e => e.Sites.Count > 0).ToArray();
        var uses = memory.Lock.Uses.Select(e => e with { Sites = Stay(e.Sites, isUses: true) }).Where(e => e.Sites.Count > 0).ToArray();
        var ours = images.SelectMany(e => e.Sites).Concat(uses.SelectMany(e => e.Sites)).Any(s => s.Was is not null || KindDetector.ByName(s.Path) == FileKind.Template);
        return ours ? new ImageLock(images, uses) : ImageLock.Empty;

        LockSite[] Stay(IEnumerable<LockSite> sites, bool isUses) => sites.Where(s => kept.Contains(s) || isElsewhere(s.Path, isUses)).ToArray();
    }

    private static void AddImage(Dictionary<(string Key, string Pin), LockedImage> images, LockFact fact, LockSite[] sites, DateTimeOffset now)
    {
        var old = images.GetValueOrDefault((fact.Key, fact.Pin));
        images[(fact.Key, fact.Pin)] = new LockedImage
        {
            Image = fact.Key,
            Digest = Digest.Parse(fact.Pin),
            MediaType = fact.MediaType,
            Platforms = fact.Platforms.Count > 0 ? fact.Platforms : old?.Platforms ?? [],
            FirstSeen = old?.FirstSeen ?? now,
            Sites = Sorted((old?.Sites ?? []).Concat(sites)),
        };
    }

    private static void AddUses(Dictionary<(string Key, string Pin), LockedUses> uses, LockFact fact, LockSite[] sites, DateTimeOffset now)
    {
        var old = uses.GetValueOrDefault((fact.Key, fact.Pin));
        uses[(fact.Key, fact.Pin)] = new LockedUses
        {
            Uses = fact.Key,
            Commit = fact.Pin,
            Version = fact.Version,
            FirstSeen = old?.FirstSeen ?? now,
            Sites = Sorted((old?.Sites ?? []).Concat(sites)),
        };
    }

    private static LockSite Site(Decision decision, Situation situation)
    {
        var site = decision.Reference.Site;
        var was = site.IsLockOnly ? null : decision.Status == ReferenceStatus.NewlyPinned ? site.EditText : decision.WasBefore ?? situation.SiteOf(decision.Reference)?.Was;
        return new LockSite(site.Path, site.Line, was);
    }

    private static LockSite[] Sorted(IEnumerable<LockSite> sites) =>
        sites.OrderBy(s => s.Path, StringComparer.Ordinal).ThenBy(s => s.Line).ThenBy(s => s.Was, StringComparer.Ordinal).ToArray();
}
