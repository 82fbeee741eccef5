using PipelineKit.Ci;
using PipelineKit.Locking;

namespace PipelineKit.DigestPin;

/// <summary>Everything a decision is made from.</summary>
internal sealed record Situation
{
    /// <summary>What to do.</summary>
    public required PinMode Mode { get; init; }

    /// <summary>Whether remotes were left unasked.</summary>
    public required bool Offline { get; init; }

    /// <summary>Platforms every image must have.</summary>
    public required IReadOnlyList<string> Platforms { get; init; }

    /// <summary>What the lock knows.</summary>
    public required LockMemory Memory { get; init; }

    /// <summary>What stood at pinned places before.</summary>
    public required IReadOnlyDictionary<Reference, LockSite> Recalled { get; init; }

    /// <summary>Writes edits.</summary>
    public required Pen Pen { get; init; }

    /// <summary>What remotes said.</summary>
    public required Answers Answers { get; init; }

    /// <summary>The level of a finding that fails a check but not a change.</summary>
    public AnnotationLevel CheckError => Mode == PinMode.Check ? AnnotationLevel.Error : AnnotationLevel.Warning;

    /// <summary>The lock's site for a reference, or null.</summary>
    public LockSite? SiteOf(Reference reference) => Recalled.GetValueOrDefault(reference);

    /// <summary>What the lock remembers of a pinned reference, as it was; null when nothing.</summary>
    public LockFact? Remembered(Reference reference)
    {
        if (reference.Image is not null)
        {
            var entry = Memory.Recorded(reference);
            return entry is null ? null : new LockFact(entry.Image, entry.Digest.Text) { MediaType = entry.MediaType, Platforms = entry.Platforms };
        }

        return UsesEntry(reference) is { } uses && uses.Commit == reference.Pin ? new LockFact(uses.Uses, uses.Commit) { Version = uses.Version } : null;
    }

    /// <summary>The lock's entry of an action reference: that of its place, else any of its commit.</summary>
    public LockedUses? UsesEntry(Reference reference) =>
        SiteOf(reference) is { } site
            ? Memory.Uses(reference.Key).FirstOrDefault(u => u.Sites.Any(s => ReferenceEquals(s, site)))
            : Memory.Uses(reference.Key).FirstOrDefault(u => u.Commit == reference.Pin);
}
