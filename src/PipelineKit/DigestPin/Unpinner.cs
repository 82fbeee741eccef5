using PipelineKit.Ci;

namespace PipelineKit.DigestPin;

/// <summary>
/// Puts back what stood there before pinning. The lock remembers it; what was pinned before PipelineKit came stays. Without
/// a lock everything pinned is unpinned as far as the text itself tells: the tag beside a digest, the version beside a commit.
/// </summary>
internal static class Unpinner
{
    internal static Decision Judge(Reference reference, Situation situation)
    {
        if (reference.Pin is null)
        {
            return new Decision(reference, ReferenceStatus.Unpinned);
        }

        // The file stays as it is. What its text says itself is its own; what the lock alone said goes with the lock's entry.
        if (reference.Site.IsLockOnly)
        {
            return reference.IsMovable
                ? new Decision(reference, ReferenceStatus.Restored)
                : new Decision(reference, ReferenceStatus.Pinned) { PinAfter = reference.Pin };
        }

        var edit = !situation.Memory.Exists ? situation.Pen.WithoutPin(reference.Site)
            : situation.SiteOf(reference)?.Was is { } was ? situation.Pen.Restore(reference.Site, was)
            : null;
        if (edit is not null)
        {
            return new Decision(reference, ReferenceStatus.Restored) { Edit = edit };
        }

        return new Decision(reference, ReferenceStatus.Pinned) { PinAfter = reference.Pin, Findings = [Kept(reference, situation)] };
    }

    private static Finding Kept(Reference reference, Situation situation)
    {
        var why = situation.Memory.Exists
            ? "was pinned before the lock was made; it stays"
            : "has no tag or version beside it, and there is no lock that remembers one";
        return new Finding(FindingRule.NotPinnable, AnnotationLevel.Notice, $"`{reference.Site.Reference}` {why}.", reference.Place) { Reason = "not-ours" };
    }
}
