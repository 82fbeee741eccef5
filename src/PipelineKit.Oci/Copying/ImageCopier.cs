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
    public Task<ImageCopy> CopyAsync(ImagePlace from, Digest root, ImagePlace to, ImageCopyOptions options, CancellationToken cancellation) => throw new NotImplementedException(time.ToString());

    /// <summary>Makes a tag mean an image that is there, and reads it back.</summary>
    /// <param name="place">Where.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="digest">What it shall mean.</param>
    /// <param name="expected">What it must mean before, unless it means <paramref name="digest"/> already; null for not caring.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RegistryException">With <see cref="RegistryProblem.Conflict"/> when it means something else.</exception>
    public Task<TagMove> TagAsync(ImagePlace place, string tag, Digest digest, Digest? expected, CancellationToken cancellation) => throw new NotImplementedException(time.ToString());
}

/// <summary>How an image is copied.</summary>
public sealed record ImageCopyOptions
{
    /// <summary>What belongs to it.</summary>
    public ClosureOptions Closure { get; init; } = new();

    /// <summary>Whether a root that is there already means that all of it is: one HEAD instead of a walk.</summary>
    public bool TrustPresence { get; init; }

    /// <summary>Repositories of the destination's registry that probably have the layers, to mount them from; the source is tried by itself when it is in the same registry.</summary>
    public IReadOnlyList<string> Siblings { get; init; } = [];

    /// <summary>The tag to set last; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>Told after each blob and manifest: how many are done, of how many, and which.</summary>
    public Action<int, int, string>? Progress { get; init; }
}

/// <summary>What a copy did.</summary>
public sealed record ImageCopy
{
    /// <summary>The image, at both ends.</summary>
    public required Digest Digest { get; init; }

    /// <summary>What belongs to it; null when <see cref="ImageCopyOptions.TrustPresence"/> spared the walk.</summary>
    public ImageClosure? Closure { get; init; }

    /// <summary>Blobs by how they came to be there.</summary>
    public BlobCounts Blobs { get; init; } = new(0, 0, 0);

    /// <summary>Manifests that were put; those that were there are not counted.</summary>
    public int ManifestsPut { get; init; }

    /// <summary>Bytes of blobs that were received from the source.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes of blobs that were sent to the destination.</summary>
    public long BytesSent { get; init; }

    /// <summary>How often a broken transfer was taken up again.</summary>
    public int Resumes { get; init; }

    /// <summary>Whether nothing had to be sent.</summary>
    public bool IsUnchanged => Blobs is { Copied: 0, Mounted: 0 } && ManifestsPut == 0;
}

/// <summary>Blobs by how they came to be there.</summary>
/// <param name="Present">There before.</param>
/// <param name="Mounted">Taken from another repository of the same registry, without sending them.</param>
/// <param name="Copied">Sent.</param>
public sealed record BlobCounts(int Present, int Mounted, int Copied);

/// <summary>What became of a tag.</summary>
/// <param name="Before">What it meant; null when it was not there.</param>
/// <param name="After">What it means.</param>
public sealed record TagMove(Digest? Before, Digest After);
