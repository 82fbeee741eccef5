using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>
/// Copies an image and what belongs to it, byte for byte: blobs, then manifests by digest from the leaves up, then what refers to them, and a tag last, so that a tag never
/// points at something incomplete. Asking again sends nothing.
/// </summary>
/// <param name="time">Measures waits.</param>
public sealed class ImageCopier(TimeProvider time)
{
    /// <summary>Copies; the digest is the same at both ends, or this throws.</summary>
    /// <param name="from">Where the image is.</param>
    /// <param name="root">The image.</param>
    /// <param name="to">Where it shall be.</param>
    /// <param name="options">What of it, and how.</param>
    /// <param name="cancellation">Stops it; what was copied stays, without a tag.</param>
    /// <exception cref="DigestMismatchException">A byte was changed on the way; nothing that names it was put.</exception>
    /// <exception cref="RegistryException">Either end refused, or does not answer.</exception>
    public async Task<ImageCopy> CopyAsync(ImagePlace from, Digest root, ImagePlace to, ImageCopyOptions options, CancellationToken cancellation)
    {
        if (options.Tag is { } tag)
        {
            CheckTag(tag);
        }

        var isTrusted = options.TrustPresence && await TagMover.HasAsync(to, root, cancellation);
        var copy = isTrusted ? new ImageCopy { Digest = root } : await new ImageCopyRun(from, to, options, time).RunAsync(root, cancellation);
        if (options.Tag is not null)
        {
            await TagMover.MoveAsync(to, options.Tag, root, expected: null, cancellation);
        }

        return copy;
    }

    /// <summary>Makes a tag mean an image that is there, and reads it back.</summary>
    /// <param name="place">Where.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="digest">What it shall mean.</param>
    /// <param name="expected">What it must mean before, unless it means <paramref name="digest"/> already; null for not caring.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RegistryException">With <see cref="RegistryProblem.Conflict"/> when it means something else.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = "Who holds a copier copies with it and then moves the tag.")]
    public Task<TagMove> TagAsync(ImagePlace place, string tag, Digest digest, Digest? expected, CancellationToken cancellation)
    {
        CheckTag(tag);
        return TagMover.MoveAsync(place, tag, digest, expected, cancellation);
    }

    private static void CheckTag(string tag)
    {
        if (ReferenceGrammar.TagProblem(tag) is { } problem)
        {
            throw new ArgumentException($"`{tag}` is not a tag: {problem}", nameof(tag));
        }
    }
}
