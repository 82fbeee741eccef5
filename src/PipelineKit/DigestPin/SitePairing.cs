using PipelineKit.Locking;
using PipelineKit.Manifests;

namespace PipelineKit.DigestPin;

/// <summary>Finds for each reference the site of the lock it was written from.</summary>
internal sealed class SitePairing
{
    private readonly List<Reference> _left = [];

    /// <summary>What was paired so far.</summary>
    internal Dictionary<Reference, LockSite> Pairs { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>References that no site was found for.</summary>
    internal IEnumerable<Reference> Left => _left;

    /// <summary>
    /// Pairs references of one name with sites of that name. What stood there before tells spellings of the same name apart; a site of the same
    /// line and spelling may belong to several references, as the lock keeps it once.
    /// </summary>
    internal void Pair(IEnumerable<Reference> references, IReadOnlyList<LockSite> sites)
    {
        var byLine = sites.ToLookup(s => (s.Path, s.Line));
        var used = new HashSet<LockSite>(ReferenceEqualityComparer.Instance);
        var waiting = new List<Reference>();
        foreach (var reference in references)
        {
            var here = byLine[(reference.Site.Path, reference.Site.Line)];
            if ((here.FirstOrDefault(s => Fits(reference, s)) ?? here.FirstOrDefault(s => s.Was is null)) is { } site)
            {
                used.Add(site);
                Pairs[reference] = site;
            }
            else
            {
                waiting.Add(reference);
            }
        }

        var free = new LinkedList<LockSite>(sites.Where(s => !used.Contains(s)));
        foreach (var reference in waiting)
        {
            var next = free.First;
            while (next is not null && next.Value.Was is not null && !Fits(reference, next.Value))
            {
                next = next.Next;
            }

            if (next is null)
            {
                _left.Add(reference);
                continue;
            }

            Pairs[reference] = next.Value;
            free.Remove(next);
        }
    }

    // Pinning adds to what stood there; only a digest that has a value of its own says nothing of it, nor does a commit.
    private static bool Fits(Reference reference, LockSite site) =>
        site.Was is { } was
        && (reference.Site.IsUses || reference.Site.Form is SiteForm.DigestValue or SiteForm.HexValue || was.Length == 0
            || reference.Site.EditText.StartsWith(was.Split('@')[0] + "@", StringComparison.Ordinal));
}
