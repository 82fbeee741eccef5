using PipelineKit.Ci;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>Decides about one image reference.</summary>
internal sealed partial class ImageJudge(Situation situation)
{
    /// <summary>Adds what has to be asked before <see cref="Judge"/> can decide.</summary>
    internal void Ask(Reference reference, Questions questions)
    {
        var image = reference.Image!;
        if (situation.Offline || situation.Mode == PinMode.Unpin)
        {
            return;
        }

        var follows = image.Tag is not null || situation.SiteOf(reference)?.Was is not null;
        switch (situation.Mode)
        {
            case PinMode.Update:
                if (image.Digest is not null && follows && reference.IsMovable)
                {
                    questions.Tag(image);
                }

                break;
            case PinMode.Pin when IsKnown(reference):
                break;
            default:
                AskAll(image, questions);
                AskForPlatforms(reference, questions);
                break;
        }
    }

    /// <summary>Decides.</summary>
    internal Decision Judge(Reference reference) =>
        (situation.Mode, reference.Image!.Digest) switch
        {
            (PinMode.Pin, null) => PinIt(reference),
            (PinMode.Pin, _) => KeepIt(reference),
            (PinMode.Check, null) => ReportUnpinned(reference, AnnotationLevel.Error),
            (PinMode.Check, _) => CheckIt(reference),
            (PinMode.Update, null) => ReportUnpinned(reference, AnnotationLevel.Warning),
            _ => UpdateIt(reference),
        };

    private static void AskAll(ImageReference image, Questions questions)
    {
        if (image.Digest is not null)
        {
            questions.Digest(image);
        }

        if (image.Digest is null || image.Tag is not null)
        {
            questions.Tag(image);
        }
    }

    // The lock decides what the tag means, even when the registry says something else by now; what it does not say are the platforms of that.
    private void AskForPlatforms(Reference reference, Questions questions)
    {
        if (reference.Pin is null && situation.Platforms.Count > 0 && Locked(reference) is { Platforms.Count: 0 } entry)
        {
            questions.Digest(Pinned(reference, entry));
        }
    }

    private static ImageReference Pinned(Reference reference, LockedImage entry) => ImageReference.Parse($"{reference.Image!.Name}@{entry.Digest}");

    // The lock answers for a tag it has an entry of, and for a digest it has recorded; with `platforms`, only when it knows them.
    private bool IsKnown(Reference reference) =>
        Locked(reference) is { } entry && (situation.Platforms.Count == 0 || entry.Platforms.Count > 0);

    private LockedImage? Locked(Reference reference) => reference.Pin is null ? situation.Memory.Newest(reference.Key) : situation.Memory.Recorded(reference);

    private Decision PinIt(Reference reference)
    {
        if (Meaning(reference) is not { } fact)
        {
            return new Decision(reference, ReferenceStatus.Unpinned) { Findings = [Unresolved(reference, situation.Answers.Tag(reference.Image!))] };
        }

        return new Decision(reference, ReferenceStatus.NewlyPinned)
        {
            Edit = situation.Pen.Image(reference.Site, Digest.Parse(fact.Pin)),
            PinAfter = fact.Pin,
            Fact = fact,
            Findings = PlatformFindings(reference, fact).ToArray(),
        };
    }

    private Decision KeepIt(Reference reference)
    {
        var pin = reference.Pin!;
        if (Locked(reference) is { } entry && situation.Answers.Digest(reference.Image!) is null)
        {
            var known = Fact(entry.Image, entry);
            return new Decision(reference, ReferenceStatus.Pinned) { PinAfter = pin, Fact = known, Findings = PlatformFindings(reference, known).ToArray() };
        }

        var answer = situation.Answers.Digest(reference.Image!);
        if (answer?.Value is not { } resolved)
        {
            return new Decision(reference, ReferenceStatus.Pinned) { PinAfter = pin, Findings = [Missing(reference, answer)] };
        }

        // What the lock says of a tag is deployed by that tag: without the registry's or the lock's own word it is not written down.
        var recorded = Locked(reference);
        var isConfirmed = recorded is not null || IsConfirmed(reference);
        if (!isConfirmed && situation.Memory.UnderAnotherTag(reference) is { } before)
        {
            return new Decision(reference, ReferenceStatus.Pinned)
            {
                PinAfter = pin,
                Fact = Fact(before.Image, before),
                WasBefore = before.Sites.FirstOrDefault(s => s.Path == reference.Site.Path && s.Line == reference.Site.Line)?.Was,
                Findings = [OfAnotherTag(reference, before)],
            };
        }

        var fact = Fact(recorded?.Image ?? (isConfirmed ? reference.Key : LockMemory.RepositoryOf(reference.Key)), resolved);
        return new Decision(reference, ReferenceStatus.Pinned)
        {
            PinAfter = pin,
            Fact = fact,
            Findings = [.. TagFindings(reference, resolved), .. PlatformFindings(reference, fact)],
        };
    }

    private Decision ReportUnpinned(Reference reference, AnnotationLevel level)
    {
        var fact = Meaning(reference);
        var answer = situation.Answers.Tag(reference.Image!);
        var meaning = fact is not null ? $"; it means {fact.Pin}" : answer?.Problem is { } problem ? $", and it cannot be resolved: {problem.Message}" : "";
        return new Decision(reference, ReferenceStatus.Unpinned)
        {
            Findings =
            [
                new Finding(FindingRule.Unpinned, level, $"`{reference.Site.Reference}` {(reference.Site.IsLockOnly ? "is not in the lock" : "has no digest")}{meaning}.", reference.Place)
                {
                    Fix = fact is null ? null : situation.Pen.Image(reference.Site, Digest.Parse(fact.Pin)),
                },
            ],
        };
    }

    private Decision CheckIt(Reference reference)
    {
        var findings = new List<Finding>();
        var entry = Locked(reference);
        if (situation.Memory.Exists && entry is null)
        {
            findings.Add(!IsConfirmed(reference) && situation.Memory.UnderAnotherTag(reference) is { } before ? OfAnotherTag(reference, before) : NotAsLocked(reference));
        }

        var fact = entry is null ? null : Fact(reference.Key, entry);
        if (!situation.Offline)
        {
            var answer = situation.Answers.Digest(reference.Image!);
            if (answer?.Value is { } resolved)
            {
                findings.AddRange(TagFindings(reference, resolved));
                fact = Fact(reference.Key, resolved);
            }
            else
            {
                findings.Add(Missing(reference, answer));
            }
        }

        if (fact is not null)
        {
            findings.AddRange(PlatformFindings(reference, fact));
        }

        return new Decision(reference, ReferenceStatus.Pinned) { PinAfter = reference.Pin, Findings = findings };
    }

    private Decision UpdateIt(Reference reference)
    {
        var image = reference.Image!;
        var pin = reference.Pin!;
        var answer = reference.IsMovable ? situation.Answers.Tag(image) : null;
        if (answer is null)
        {
            var kept = Locked(reference);
            return new Decision(reference, ReferenceStatus.Pinned) { PinAfter = pin, Fact = kept is null ? null : Fact(kept.Image, kept) };
        }

        if (answer.Value is not { } resolved)
        {
            var kept = Locked(reference);
            return new Decision(reference, ReferenceStatus.Pinned)
            {
                PinAfter = pin,
                Fact = kept is null ? null : Fact(kept.Image, kept),
                Findings = [Unresolved(reference, answer)],
            };
        }

        var fact = Fact(reference.Key, resolved);
        var moved = resolved.Digest.Text != pin;
        return new Decision(reference, moved ? ReferenceStatus.Updated : ReferenceStatus.Pinned)
        {
            Edit = moved ? situation.Pen.Image(reference.Site, resolved.Digest) : null,
            PinAfter = resolved.Digest.Text,
            Fact = fact,
            Findings = PlatformFindings(reference, fact).ToArray(),
        };
    }

    // The lock first, so that the same tag means the same everywhere in the repository until `update` moves it.
    private LockFact? Meaning(Reference reference)
    {
        var answer = situation.Answers.Tag(reference.Image!)?.Value;
        if (Locked(reference) is not { } entry)
        {
            return answer is null ? null : Fact(reference.Key, answer);
        }

        var locked = answer is not null && answer.Digest.Equals(entry.Digest) ? answer : situation.Answers.Digest(Pinned(reference, entry))?.Value;
        return locked is not null ? Fact(reference.Key, locked) : Fact(reference.Key, entry);
    }

    private static LockFact Fact(string key, LockedImage entry) =>
        new(key, entry.Digest.Text) { MediaType = entry.MediaType, Platforms = entry.Platforms };

    private LockFact Fact(string key, ResolvedImage resolved) =>
        new(key, resolved.Digest.Text)
        {
            MediaType = resolved.MediaType,
            Platforms = situation.Answers.Index(resolved.Digest.Text)?.Value is { } index
                ? index.Manifests.Where(m => m.Platform is { IsUnknown: false })
                    .Select(m => (Platform: m.Platform!.ToString(), m.Digest))
                    .DistinctBy(p => p.Platform)
                    .OrderBy(p => p.Platform, StringComparer.Ordinal)
                    .ToArray()
                : [],
        };

    private bool IsConfirmed(Reference reference) =>
        reference.Image!.Tag is null || situation.Answers.Tag(reference.Image)?.Value?.Digest.Equals(reference.Image.Digest) == true;
}
