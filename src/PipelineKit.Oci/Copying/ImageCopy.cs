namespace PipelineKit.Oci;

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
