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
}
