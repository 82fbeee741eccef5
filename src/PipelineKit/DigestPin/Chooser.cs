using PipelineKit.Ci;
using PipelineKit.Manifests;

namespace PipelineKit.DigestPin;

/// <summary>Sends each reference to the judge it belongs to, and leaves alone what is to be left alone.</summary>
internal sealed class Chooser(ManagedWorkflows managed, DigestPinOptions options)
{
    private readonly NameExclusions _exclusions = new(options.Exclude);

    /// <summary>What has to be asked for these references.</summary>
    internal Questions Questions(IEnumerable<Reference> references, Situation situation)
    {
        var questions = new Questions();
        var images = new ImageJudge(situation);
        var uses = new UsesJudge(situation);
        foreach (var reference in references.Where(r => LeftAlone(r, situation) is null))
        {
            if (reference.Image is not null)
            {
                images.Ask(reference, questions);
            }
            else
            {
                uses.Ask(reference, questions);
            }
        }

        return questions;
    }

    /// <summary>The decision about a reference.</summary>
    internal Decision Judge(Reference reference, Situation situation)
    {
        if (LeftAlone(reference, situation) is { } decision)
        {
            return decision;
        }

        if (situation.Mode == PinMode.Unpin)
        {
            return Unpinner.Judge(reference, situation);
        }

        return reference.Image is not null ? new ImageJudge(situation).Judge(reference) : new UsesJudge(situation).Judge(reference);
    }

    private Decision? LeftAlone(Reference reference, Situation situation)
    {
        var site = reference.Site;
        if (site.Excluded || _exclusions.Match(reference))
        {
            return new Decision(reference, ReferenceStatus.Excluded) { PinAfter = reference.Pin, Fact = situation.Remembered(reference) };
        }

        if (site.IsUses && managed.Has(site.Path))
        {
            return new Decision(reference, ReferenceStatus.Managed) { PinAfter = reference.Pin, Fact = situation.Remembered(reference) };
        }

        if (site.IsLockOnly && options.LockFile.Length == 0 && reference.Pin is null)
        {
            return new Decision(reference, ReferenceStatus.NotPinnable)
            {
                Findings = [new Finding(FindingRule.NotPinnable, AnnotationLevel.Warning, $"`{site.Reference}` can only be pinned by the lock, and `lock-file` is none.", reference.Place) { Reason = "no-lock" }],
            };
        }

        if (site.Obstacle == NotPinnable.No && (reference.Image is not null || reference.Uses is not null))
        {
            return null;
        }

        return reference.Pin is not null
            ? new Decision(reference, ReferenceStatus.Pinned) { PinAfter = reference.Pin, Fact = situation.Remembered(reference) }
            : new Decision(reference, ReferenceStatus.NotPinnable) { Findings = [Obstacle(reference)] };
    }

    private static Finding Obstacle(Reference reference)
    {
        var site = reference.Site;
        var (level, reason, what) = site.Obstacle switch
        {
            NotPinnable.Variable => (AnnotationLevel.Notice, "variable", "takes its tag or name from a variable; pin the value the variable gets"),
            NotPinnable.Notation => (AnnotationLevel.Error, "notation", "is written with escapes or over several lines; write it plainly to have it pinned"),
            NotPinnable.NoPlace => (AnnotationLevel.Warning, "no-place", "has no tag or digest value to edit; add one"),
            _ => (AnnotationLevel.Warning, "malformed", "is not a valid reference"),
        };
        return new Finding(FindingRule.NotPinnable, level, $"`{site.Reference}` {what}.", reference.Place) { Reason = reason };
    }
}
