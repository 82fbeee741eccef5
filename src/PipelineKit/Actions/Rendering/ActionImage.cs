using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Actions.Rendering;

/// <summary>
/// The container image every action.yml runs, always by digest: an action pinned by commit protects nothing when its image can move.
/// The root action.yml is where it is kept; <c>manifests --write --image REF</c> changes it, in the commit that is then tagged.
/// </summary>
public static class ActionImage
{
    /// <summary>
    /// What stands there before the first release: a digest nothing hashes to, so that a pull fails instead of fetching something else.
    /// </summary>
    public const string Unreleased = "docker://ghcr.io/owner/pipelinekit@sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private const string Scheme = "docker://";
    private const string Key = "  image: ";

    /// <summary>The form action.yml takes of a reference given with or without <c>docker://</c>; throws <see cref="FailureException"/> without a digest.</summary>
    public static string Parse(string reference)
    {
        var bare = reference.StartsWith(Scheme, StringComparison.Ordinal) ? reference[Scheme.Length..] : reference;
        return ImageReference.TryParse(bare, out var parsed, out _) && parsed.Digest is not null
            ? Scheme + bare
            : throw new FailureException(new Failure(
                FailureCodes.BadInputValue,
                $"`{reference}` is not an image reference with a digest.",
                "Give the digest the registry answered when the image was pushed: `--image ghcr.io/OWNER/pipelinekit@sha256:...`."));
    }

    /// <summary>The image a rendered action.yml names, or null when the text names none by digest.</summary>
    public static string? In(string actionFile)
    {
        var line = actionFile.Split('\n').FirstOrDefault(l => l.StartsWith(Key + Scheme, StringComparison.Ordinal));
        var image = line?[Key.Length..].Trim();
        return image is not null && image.Contains("@sha256:", StringComparison.Ordinal) ? image : null;
    }
}
