namespace PipelineKit.Oci;

/// <summary>
/// Brings one blob from a place to another: mounted where both are in one registry, else streamed and hashed on the way, with the source taken up again by range under the open
/// upload. A blob that does not hash to its digest is never committed.
/// </summary>
internal sealed class BlobMover
{
    private readonly (IImageStore Store, ImageReference Repository) _from;
    private readonly (IImageStore Store, ImageReference Repository) _to;
    private readonly string[] _siblings;
    private readonly BlobSource _source;
    private readonly TimeProvider _time;

    /// <summary>A mover between two places.</summary>
    /// <param name="from">Where blobs are.</param>
    /// <param name="to">Where they shall be.</param>
    /// <param name="siblings">Repositories (without the registry) of the destination's registry to mount from.</param>
    /// <param name="time">Measures waits.</param>
    /// <exception cref="ArgumentException">The destination is no registry and no layout, or a sibling is no repository.</exception>
    internal BlobMover(ImagePlace from, ImagePlace to, IReadOnlyList<string> siblings, TimeProvider time)
    {
        _from = Find(from);
        _to = Find(to);
        _siblings = [.. siblings.Select(s => Sibling(to, s)).Where(s => s != _to.Repository.Repository && !(IsSameRegistry && s == _from.Repository.Repository)).Distinct(StringComparer.Ordinal)];
        _source = new BlobSource(_from.Store, _from.Repository);
        _time = time;
    }

    private bool IsSameRegistry => _from.Store is RegistryClient && _to.Store is RegistryClient && _from.Repository.Registry == _to.Repository.Registry;

    /// <summary>Brings it; nothing is sent when it is there. Any number at once.</summary>
    /// <exception cref="DigestMismatchException">The source gave other bytes; nothing was committed.</exception>
    /// <exception cref="RegistryException">Either end refused, or broke off too often.</exception>
    internal Task<BlobMove> MoveAsync(Descriptor blob, CancellationToken cancellation) => _to.Store switch
    {
        RegistryClient registry => MoveAsync(registry, blob, cancellation),
        OciLayout layout => MoveAsync(layout, blob, cancellation),
        _ => throw new NotSupportedException($"blobs are moved into registries and layouts, not into {_to.Store.GetType().Name}"),
    };

    private static (IImageStore Store, ImageReference Repository) Find(ImagePlace place) =>
        place.Store is ImageSources sources ? sources.Find(place.Repository) : (place.Store, place.Repository);

    // Of a mirror, too, siblings are beside the repository.
    private static string Sibling(ImagePlace to, string repository) =>
        Find(to with { Repository = ImageReference.Parse($"{to.Repository.Registry}/{repository}") }).Repository.Repository;

    private async Task<BlobMove> MoveAsync(OciLayout layout, Descriptor blob, CancellationToken cancellation)
    {
        using var reader = new BlobReader(_source, blob, _time);
        var isNew = await layout.PutBlobAsync(blob, reader, cancellation);
        return new BlobMove(isNew ? BlobArrival.Copied : BlobArrival.Present, reader.Received, isNew ? blob.Size : 0, reader.Resumes);
    }

    private async Task<BlobMove> MoveAsync(RegistryClient registry, Descriptor blob, CancellationToken cancellation)
    {
        var session = new UploadSession(registry.Writer, _to.Repository, blob.Digest);
        if (await FindAsync(session, blob, cancellation) is { } arrival)
        {
            await session.CancelAsync(cancellation);
            return new BlobMove(arrival, 0, 0, 0);
        }

        using var reader = new BlobReader(_source, blob, _time);
        var push = new BlobPush(registry.Writer, session, blob, reader);
        await push.RunAsync(cancellation);
        return new BlobMove(BlobArrival.Copied, reader.Received, push.Sent, reader.Resumes + push.Resumes);
    }

    // The source's own registry has it, so that asking first would be in vain; otherwise what is there needs nothing else.
    private async Task<BlobArrival?> FindAsync(UploadSession session, Descriptor blob, CancellationToken cancellation)
    {
        if (IsSameRegistry && _from.Repository.Repository != _to.Repository.Repository && await session.MountAsync(_from.Repository.Repository, cancellation))
        {
            return BlobArrival.Mounted;
        }

        if (await session.IsThereAsync(blob.Size, cancellation))
        {
            return BlobArrival.Present;
        }

        foreach (var sibling in _siblings)
        {
            if (await session.MountAsync(sibling, cancellation))
            {
                return BlobArrival.Mounted;
            }
        }

        return null;
    }
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
/// <param name="Arrival">How it came to be there.</param>
/// <param name="Received">Bytes that came from the source, those that came again included.</param>
/// <param name="Sent">Bytes that were sent to the destination, those sent again included.</param>
/// <param name="Resumes">How often either end broke off and was taken up again.</param>
internal sealed record BlobMove(BlobArrival Arrival, long Received, long Sent, int Resumes);
