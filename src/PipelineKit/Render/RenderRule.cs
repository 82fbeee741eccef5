namespace PipelineKit.Render;

/// <summary>A kind of finding: a stable identifier and what it means.</summary>
/// <param name="Id">kebab-case; part of result.json and SARIF.</param>
/// <param name="Title">A few words.</param>
/// <param name="Help">Why it matters and what to do.</param>
internal sealed record RenderRule(string Id, string Title, string Help)
{
    internal static readonly RenderRule NotPinned = new(
        "not-pinned", "Image without digest", "A tag can be moved after the manifest was reviewed. Write `{{ image \"NAME\" }}`, which takes repository and digest from the lock.");

    internal static readonly RenderRule NotInLock = new(
        "not-in-lock", "Digest is not in the lock", "Nobody recorded where this digest comes from. Take it from the lock with `{{ image \"NAME\" }}`, or add it with `digest-pin`.");

    internal static readonly RenderRule WrongRepository = new(
        "wrong-repository", "Digest belongs to another repository", "The lock knows this digest, but not for this repository. Correct the name or the digest.");

    internal static readonly RenderRule BadReference = new(
        "bad-reference", "Not an image reference", "What stands where an image belongs is not a reference that a registry would accept. Correct the value it comes from.");

    internal static readonly RenderRule BadDigest = new(
        "bad-digest", "Not a digest", "A digest is `sha256:` and 64 lower-case hexadecimal digits. Take it from the lock with `{{ image \"NAME\" }}`.");

    internal static readonly RenderRule EmptyImage = new(
        "empty-image", "Empty image", "The value is missing: mostly a name that is not set for this environment. Set it, or use `require`.");

    internal static readonly RenderRule TagDisagrees = new(
        "tag-disagrees", "Tag and digest disagree", "The lock has another digest for this tag, or does not know the tag. Whoever reads the tag is misled; correct one of them, or leave the tag out.");

    internal static readonly RenderRule TwoDigests = new(
        "two-digests", "One image, two digests", "The same image is deployed with different content in one rendering. Agree on one.");

    internal static readonly RenderRule UnusedLockEntry = new(
        "unused-lock-entry", "Lock entry is not used", "The lock has an image that no manifest of this rendering uses. This is usual when the lock covers more than these manifests.");

    internal static readonly RenderRule Excluded = new(
        "excluded-image", "Image left unjudged", "`exclude-images` lets this image through as it is. It may be without digest, and can change after review.");

    internal static readonly RenderRule ReadsAsBoolean = new(
        "reads-as-boolean", "Text that is read as a boolean", "kubectl reads YAML 1.1, in which `on`, `off`, `yes`, `no`, `y` and `n` are booleans. Write `{{ VALUE | yaml_quote }}` for text; give `true` or `false` where a boolean is meant.");

    internal static readonly RenderRule Drift = new(
        "drift", "Manifest is not what would be rendered", "The file was edited by hand, or its inputs changed without rendering again. Run `render` and commit what it changes.");

    internal static readonly RenderRule LeftOver = new(
        "left-over", "File that nothing makes any more was changed", "An earlier run made the file and somebody changed it since, so it was not deleted. Delete it, or move it out of the folder.");

    internal static IReadOnlyList<RenderRule> All { get; } =
    [
        NotPinned, NotInLock, WrongRepository, BadReference, BadDigest, EmptyImage, TagDisagrees, TwoDigests, UnusedLockEntry, Excluded, ReadsAsBoolean, Drift, LeftOver,
    ];
}
