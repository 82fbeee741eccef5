using PipelineKit.Ci;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>What there is to say about one image reference.</summary>
internal sealed partial class ImageJudge
{
    private Finding OfAnotherTag(Reference reference, LockedImage before)
    {
        var now = situation.Answers.Tag(reference.Image!)?.Value?.Digest;
        return new Finding(
            FindingRule.LockMismatch,
            AnnotationLevel.Error,
            $"`{reference.Site.Reference}` has the digest that the lock knows as `{before.Image}`{(now is null ? "" : $"; `{reference.Image!.Tag}` means {now}")}.",
            reference.Place)
        {
            Fix = now is null ? null : situation.Pen.Image(reference.Site, now),
        };
    }

    private Finding NotAsLocked(Reference reference)
    {
        var others = situation.Memory.Images(reference.Key).Select(e => e.Digest.Text).Order(StringComparer.Ordinal).ToArray();
        return others.Length > 0
            ? new Finding(FindingRule.LockMismatch, AnnotationLevel.Error, $"`{reference.Site.Reference}` is not what the lock says: {string.Join(" or ", others)}.", reference.Place)
            {
                Fix = others.Length == 1 ? situation.Pen.Image(reference.Site, Digest.Parse(others[0])) : null,
            }
            : new Finding(
                FindingRule.NotInLock,
                situation.Offline ? AnnotationLevel.Error : AnnotationLevel.Warning,
                $"`{reference.Site.Reference}` is not in the lock.",
                reference.Place);
    }

    private IEnumerable<Finding> TagFindings(Reference reference, ResolvedImage pinned)
    {
        var answer = situation.Answers.Tag(reference.Image!);
        if (reference.Image!.Tag is not { } tag || answer is null)
        {
            yield break;
        }

        if (answer.Value is not { } now)
        {
            yield return new Finding(FindingRule.Moved, AnnotationLevel.Warning, $"The tag `{tag}` cannot be looked up: {answer.Problem!.Message}.", reference.Place)
            {
                Reason = answer.Problem.Reason,
            };
            yield break;
        }

        if (now.IsIndex && !pinned.IsIndex)
        {
            yield return new Finding(
                FindingRule.SinglePlatform, situation.CheckError, $"`{reference.Site.Reference}` pins one platform; `{tag}` is the index {now.Digest}.", reference.Place)
            {
                Fix = situation.Pen.Image(reference.Site, now.Digest),
            };
        }
        else if (!now.Digest.Equals(pinned.Digest))
        {
            yield return new Finding(
                FindingRule.Moved,
                situation.Mode == PinMode.Check || Locked(reference) is null ? AnnotationLevel.Warning : AnnotationLevel.Notice,
                $"`{tag}` means {now.Digest} now; pinned is {pinned.Digest}.",
                reference.Place);
        }
    }

    private IEnumerable<Finding> PlatformFindings(Reference reference, LockFact fact)
    {
        var wanted = situation.Platforms.Where(p => p != "all").ToArray();
        if (wanted.Length == 0)
        {
            yield break;
        }

        if (situation.Answers.Index(fact.Pin)?.Problem is { } problem)
        {
            yield return new Finding(FindingRule.MissingPlatform, AnnotationLevel.Error, $"The platforms of `{reference.Site.Reference}` cannot be read: {problem.Message}.", reference.Place)
            {
                Reason = problem.Reason,
                Exit = problem.Exit,
            };
            yield break;
        }

        var missing = wanted.Where(w => !fact.Platforms.Any(p => PlatformName.Means(w, p.Platform))).ToArray();
        if (missing.Length > 0)
        {
            var has = fact.Platforms.Count == 0
                ? MediaTypes.IsIndex(fact.MediaType) ? "the lock does not record its platforms; run `mode: pin` with `platforms`" : "it is a single image, not an index"
                : $"it has {string.Join(", ", fact.Platforms.Select(p => p.Platform))}";
            yield return new Finding(FindingRule.MissingPlatform, AnnotationLevel.Error, $"`{reference.Site.Reference}` lacks {string.Join(", ", missing)}: {has}.", reference.Place);
        }
    }

    private static Finding Missing(Reference reference, Answer<ResolvedImage>? answer) =>
        answer?.Problem?.Reason == "not-found"
            ? new Finding(FindingRule.DigestGone, AnnotationLevel.Error, $"`{reference.Site.Reference}` is no longer in its registry.", reference.Place) { Reason = "not-found" }
            : Unresolved(reference, answer);

    private static Finding Unresolved(Reference reference, Answer<ResolvedImage>? answer)
    {
        var problem = answer?.Problem ?? LookupProblem.Offline;
        var rule = problem.Reason == "integrity" ? FindingRule.DigestMismatch : FindingRule.Unresolved;
        return new Finding(rule, AnnotationLevel.Error, $"`{reference.Site.Reference}`: {problem.Message}.", reference.Place) { Reason = problem.Reason, Exit = problem.Exit };
    }
}
