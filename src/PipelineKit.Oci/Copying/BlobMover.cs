namespace PipelineKit.Oci;

/// <summary>
/// Brings one blob from a place to another: mounted where both are in one registry, else streamed and hashed on the way, with the source taken up again by range under the open
/// upload. A blob that does not hash to its digest is never committed.
/// </summary>
internal sealed class BlobMover(ImagePlace from, ImagePlace to, IReadOnlyList<string> siblings, TimeProvider time)
{
    /// <summary>Brings it; nothing is sent when it is there.</summary>
    internal Task<BlobMove> MoveAsync(Descriptor blob, CancellationToken cancellation) => throw new NotImplementedException($"{from}{to}{siblings}{time}");
}

/// <summary>How a blob came to be there.</summary>
internal enum BlobArrival
{
    /// <summary>It was there.</summary>
    Present,

    /// <summary>Mounted.</summary>
    Mounted,

    /// <summary>Sent.</summary>
    Copied,
}

/// <summary>What moving a blob took.</summary>
internal sealed record BlobMove(BlobArrival Arrival, long Received, long Sent, int Resumes);
