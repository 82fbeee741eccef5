using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Locking;

namespace PipelineKit.DigestPin;

/// <summary>Decides about one <c>uses:</c> reference.</summary>
internal sealed class UsesJudge(Situation situation)
{
    /// <summary>Adds what has to be asked before <see cref="Judge"/> can decide.</summary>
    internal void Ask(Reference reference, Questions questions)
    {
        var uses = reference.Uses!;
        var silent = situation.Offline
            || situation.Mode == PinMode.Unpin
            || (situation.Mode == PinMode.Pin && (uses.Commit is null ? Locked(uses) is not null : ByCommit(uses) is not null))
            || (situation.Mode == PinMode.Update && uses.Commit is not null && KeptRef(reference) is null);
        if (!silent)
        {
            questions.Refs(uses.Repository);
        }
    }

    /// <summary>Decides.</summary>
    internal Decision Judge(Reference reference) =>
        (situation.Mode, reference.Uses!.Commit) switch
        {
            (PinMode.Pin, null) => PinIt(reference),
            (PinMode.Pin, _) => KeepIt(reference),
            (PinMode.Check, null) => ReportUnpinned(reference, AnnotationLevel.Error),
            (PinMode.Check, _) => CheckIt(reference),
            (PinMode.Update, null) => ReportUnpinned(reference, AnnotationLevel.Warning),
            _ => UpdateIt(reference),
        };

    private LockedUses? Locked(UsesReference uses) => situation.Memory.UsesAs($"{uses.Name}@{uses.Ref}");

    private LockedUses? ByCommit(UsesReference uses) => situation.Memory.Uses(uses.Name).FirstOrDefault(u => u.Commit == uses.Commit);

    private Decision PinIt(Reference reference)
    {
        var uses = reference.Uses!;
        if (Meaning(uses, uses.Ref) is not { } meaning)
        {
            return new Decision(reference, ReferenceStatus.Unpinned) { Findings = [Unresolved(reference, uses.Ref)] };
        }

        return new Decision(reference, ReferenceStatus.NewlyPinned)
        {
            Edit = situation.Pen.Uses(reference.Site, meaning.Commit, meaning.Comment),
            PinAfter = meaning.Commit,
            Fact = new LockFact($"{uses.Name}@{uses.Ref}", meaning.Commit) { Version = meaning.Version },
            Findings = meaning.IsBranch ? [BranchFinding(reference, uses.Ref)] : [],
        };
    }

    private Decision KeepIt(Reference reference)
    {
        var uses = reference.Uses!;
        var entry = situation.UsesEntry(reference);
        return new Decision(reference, ReferenceStatus.Pinned)
        {
            PinAfter = uses.Commit,
            Fact = entry is not null
                ? new LockFact(entry.Uses, entry.Commit) { Version = entry.Version }
                : new LockFact($"{uses.Name}@{uses.Comment ?? uses.Commit}", uses.Commit!) { Version = uses.Comment },
            Findings = CommentFindings(reference).ToArray(),
        };
    }

    private Decision ReportUnpinned(Reference reference, AnnotationLevel level)
    {
        var uses = reference.Uses!;
        var meaning = Meaning(uses, uses.Ref);
        var says = meaning is not null ? $"; it means {meaning.Commit}"
            : situation.Answers.Refs(uses.Repository) is null ? "" : $", and it cannot be resolved: {Why(uses, uses.Ref).Message}";
        var findings = new List<Finding>
        {
            new(FindingRule.Unpinned, level, $"`{reference.Site.Reference}` is not pinned to a commit{says}.", reference.Place)
            {
                Fix = meaning is null ? null : situation.Pen.Uses(reference.Site, meaning.Commit, meaning.Comment),
            },
        };
        if (meaning is { IsBranch: true })
        {
            findings.Add(BranchFinding(reference, uses.Ref));
        }

        return new Decision(reference, ReferenceStatus.Unpinned) { Findings = findings };
    }

    private Decision CheckIt(Reference reference)
    {
        var uses = reference.Uses!;
        var findings = new List<Finding>();
        if (situation.Memory.Exists && ByCommit(uses) is null)
        {
            findings.Add(NotAsLocked(reference));
        }
        else if (situation is { Offline: true, Memory.Exists: true } && OtherVersion(uses) is { } version)
        {
            findings.Add(new Finding(
                FindingRule.CommentMismatch, AnnotationLevel.Error, $"The comment says `{uses.Comment}`; the lock says that {uses.Commit} is {version}.", reference.Place));
        }

        if (situation.Answers.Refs(uses.Repository)?.Problem is { } problem)
        {
            findings.Add(new Finding(FindingRule.Unresolved, AnnotationLevel.Error, $"`{reference.Site.Reference}`: {problem.Message}.", reference.Place)
            {
                Reason = problem.Reason,
                Exit = problem.Exit,
            });
        }

        findings.AddRange(CommentFindings(reference));
        return new Decision(reference, ReferenceStatus.Pinned) { PinAfter = uses.Commit, Findings = findings };
    }

    private Decision UpdateIt(Reference reference)
    {
        var uses = reference.Uses!;
        var kept = KeptRef(reference);
        if (kept is null)
        {
            return KeepIt(reference);
        }

        if (Meaning(uses, kept, askLock: false) is not { } meaning)
        {
            return KeepIt(reference) with { Findings = [Unresolved(reference, kept)] };
        }

        var moved = meaning.Commit != uses.Commit;
        return new Decision(reference, moved ? ReferenceStatus.Updated : ReferenceStatus.Pinned)
        {
            Edit = moved ? situation.Pen.Uses(reference.Site, meaning.Commit, meaning.Comment) : null,
            PinAfter = meaning.Commit,
            Fact = new LockFact($"{uses.Name}@{kept}", meaning.Commit) { Version = meaning.Version },
            Findings = meaning.IsBranch ? [BranchFinding(reference, kept)] : [],
        };
    }

    // What the pin follows: the ref that stood there before, else the version its comment names.
    private string? KeptRef(Reference reference)
    {
        var before = situation.UsesEntry(reference)?.Uses;
        var at = before?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        var kept = at < 0 ? reference.Uses!.Comment : before![(at + 1)..];
        return kept == reference.Pin ? null : kept;
    }

    private UsesMeaning? Meaning(UsesReference uses, string name, bool askLock = true)
    {
        if (askLock && Locked(uses) is { } entry && uses.Ref == name)
        {
            return new UsesMeaning(entry.Commit, entry.Version ?? name, entry.Version, IsBranch: false);
        }

        var refs = situation.Answers.Refs(uses.Repository)?.Value;
        if (refs?.Find(name) is not { } found)
        {
            return null;
        }

        var version = found.IsBranch ? null : VersionTags.MostSpecific(refs, found.Commit, name);
        return new UsesMeaning(found.Commit, version ?? name, version, found.IsBranch);
    }

    private IEnumerable<Finding> CommentFindings(Reference reference)
    {
        var uses = reference.Uses!;
        if (uses.Comment is not { } comment || situation.Answers.Refs(uses.Repository)?.Value is not { } refs)
        {
            yield break;
        }

        var named = refs.Find(comment);
        if (named is null)
        {
            yield return new Finding(
                FindingRule.CommentMismatch, situation.CheckError, $"The comment beside `{reference.Site.Reference}` names `{comment}`, which {uses.Repository} does not have.", reference.Place);
        }
        else if (named.Commit != uses.Commit && (named.IsBranch || !IsFullVersion(comment)))
        {
            yield return new Finding(
                FindingRule.Moved,
                situation.Mode == PinMode.Check ? AnnotationLevel.Warning : AnnotationLevel.Notice,
                $"`{uses.Name}@{comment}` means {named.Commit} now; pinned is {uses.Commit}.",
                reference.Place);
        }
        else if (named.Commit != uses.Commit)
        {
            yield return new Finding(
                FindingRule.CommentMismatch, situation.CheckError, $"The comment says `{comment}`, which is {named.Commit}; pinned is {uses.Commit}.", reference.Place)
            {
                Fix = situation.Pen.Uses(reference.Site, named.Commit, comment),
            };
        }
    }

    // A commit of the lock under the comment of another one: without the network only the lock can tell.
    private string? OtherVersion(UsesReference uses)
    {
        if (uses.Comment is not { } comment || !IsFullVersion(comment))
        {
            return null;
        }

        var versions = situation.Memory.Uses(uses.Name).Where(u => u.Commit == uses.Commit).Select(u => u.Version).ToArray();
        return Array.TrueForAll(versions, v => v is not null && IsFullVersion(v) && v.TrimStart('v') != comment.TrimStart('v')) ? versions[0] : null;
    }

    private static bool IsFullVersion(string text) => VersionTag.TryParse(text, out var version) && version.Numbers >= 3;

    private Finding NotAsLocked(Reference reference)
    {
        var uses = reference.Uses!;
        return situation.SiteOf(reference) is not null && situation.UsesEntry(reference) is { } entry
            ? new Finding(FindingRule.LockMismatch, AnnotationLevel.Error, $"`{reference.Site.Reference}` is not what the lock says: {entry.Commit} for {entry.Uses}.", reference.Place)
            {
                Fix = situation.Pen.Uses(reference.Site, entry.Commit, entry.Version ?? uses.Comment ?? entry.Commit),
            }
            : new Finding(
                FindingRule.NotInLock,
                situation.Offline ? AnnotationLevel.Error : AnnotationLevel.Warning,
                $"`{reference.Site.Reference}` is not in the lock.",
                reference.Place);
    }

    private static Finding BranchFinding(Reference reference, string branch) =>
        new(FindingRule.Branch, AnnotationLevel.Warning, $"`{branch}` of {reference.Uses!.Repository} is a branch.", reference.Place);

    private LookupProblem Why(UsesReference uses, string name) =>
        situation.Answers.Refs(uses.Repository) is { } answer
            ? answer.Problem ?? new LookupProblem("not-found", $"{uses.Repository} has no tag or branch `{name}`", Failures.ExitCode.GateSaidNo)
            : LookupProblem.Offline;

    private Finding Unresolved(Reference reference, string name)
    {
        var problem = Why(reference.Uses!, name);
        return new Finding(FindingRule.Unresolved, AnnotationLevel.Error, $"`{reference.Site.Reference}`: {problem.Message}.", reference.Place)
        {
            Reason = problem.Reason,
            Exit = problem.Exit,
        };
    }

    private sealed record UsesMeaning(string Commit, string Comment, string? Version, bool IsBranch);
}
