using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.DigestPin;

/// <summary>A kind of finding: a stable identifier and what it means.</summary>
/// <param name="Id">kebab-case; part of result.json and SARIF.</param>
/// <param name="Title">A few words.</param>
/// <param name="Help">Why it matters and what to do.</param>
internal sealed record FindingRule(string Id, string Title, string Help)
{
    internal static readonly FindingRule Unpinned = new(
        "unpinned", "Reference without digest", "A tag or branch can be moved to other content. Run digest-pin with `mode: pin` and commit what it changes.");

    internal static readonly FindingRule Unresolved = new(
        "unresolved", "Reference could not be resolved", "No digest could be learned, so nothing was written. Correct the name, give credentials, map the registry with `registry-mirrors`, or leave it out with `exclude`.");

    internal static readonly FindingRule NotPinnable = new(
        "not-pinnable", "Reference cannot be pinned where it stands", "Pin it where its value comes from, or write it so that it can be edited.");

    internal static readonly FindingRule Moved = new(
        "moved", "Tag means something else now", "The pin still holds. Run `mode: update` to take the new content, after looking at what changed.");

    internal static readonly FindingRule DigestGone = new(
        "digest-gone", "Pinned digest is gone", "The registry no longer has this content, so a deployment would fail. Run `mode: update`, and keep images you deploy in a registry whose retention you control.");

    internal static readonly FindingRule NotInLock = new(
        "not-in-lock", "Pin is not in the lock", "Nobody recorded where this digest comes from. Run `mode: pin` to look it up and record it.");

    internal static readonly FindingRule LockMismatch = new(
        "lock-mismatch", "Pin is not what the lock says", "The tag or the digest was changed beside the lock. Restore it, or run `mode: update` to take what the tag means now.");

    internal static readonly FindingRule TwoDigests = new(
        "two-digests", "One tag, two digests", "The same tag is pinned to different content in this repository. Run `mode: update` to agree on one.");

    internal static readonly FindingRule SinglePlatform = new(
        "single-platform", "Pin is one platform of several", "The tag is an index over platforms, the pinned digest one image of it: other platforms will fail. Pin the index with `mode: update`.");

    internal static readonly FindingRule MissingPlatform = new(
        "missing-platform", "Image lacks a platform", "The image does not have a platform that `platforms` asks for.");

    internal static readonly FindingRule Branch = new(
        "branch", "Action pinned from a branch", "A branch has no versions to follow and no release behind it. Use a release tag where the action has one.");

    internal static readonly FindingRule CommentMismatch = new(
        "comment-mismatch", "Version comment is not the commit", "The version named beside the commit means another commit. Whoever reads the comment is misled: correct the one that is wrong.");

    internal static readonly FindingRule DigestMismatch = new(
        "digest-mismatch", "Registry answered with other content", "What the registry sent does not hash to what was asked for. Nothing of it was used.");

    internal static IReadOnlyList<FindingRule> All { get; } =
    [
        Unpinned, Unresolved, NotPinnable, Moved, DigestGone, NotInLock, LockMismatch, TwoDigests, SinglePlatform, MissingPlatform, Branch,
        CommentMismatch, DigestMismatch,
    ];
}

/// <summary>Something to say about a reference.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Level">Error fails the gate.</param>
/// <param name="Message">What, with the values.</param>
/// <param name="Place">Where.</param>
internal sealed record Finding(FindingRule Rule, AnnotationLevel Level, string Message, SourcePlace Place)
{
    /// <summary>A finer reason, such as <c>not-found</c> or <c>variable</c>; empty when the rule says it all.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the run should exit with because of it.</summary>
    public ExitCode Exit { get; init; } = ExitCode.GateSaidNo;

    /// <summary>The edit that would resolve it, if known.</summary>
    public SiteEdit? Fix { get; init; }
}
