namespace PipelineKit.Oci;

/// <summary>The blobs of manifests, each once, without the layers that are kept elsewhere.</summary>
internal sealed class ClosureBlobs(ImagePlace place, int concurrency)
{
    private readonly Dictionary<Digest, Descriptor> _all = [];

    /// <summary>Asks only for layers that may be elsewhere whether they are here.</summary>
    internal async Task<(IReadOnlyList<Descriptor> Here, IReadOnlyList<Descriptor> Foreign)> FindAsync(IEnumerable<ClosureNode> manifests, CancellationToken cancellation)
    {
        foreach (var content in manifests.Select(n => n.Content!))
        {
            foreach (var blob in content.Config is null ? content.Layers : content.Layers.Append(content.Config))
            {
                Add(blob);
            }
        }

        var absent = new HashSet<Digest>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(_all.Values.Where(MayBeElsewhere), parallel, async (blob, token) =>
        {
            if (!await place.Store.HasBlobAsync(place.Repository, blob, token))
            {
                lock (absent)
                {
                    absent.Add(blob.Digest);
                }
            }
        });
        return ([.. _all.Values.Where(b => !absent.Contains(b.Digest))], [.. _all.Values.Where(b => absent.Contains(b.Digest))]);
    }

    private void Add(Descriptor blob)
    {
        if (!_all.TryAdd(blob.Digest, blob) && _all[blob.Digest].Size != blob.Size)
        {
            throw new RegistryException(RegistryProblem.Protocol, place.Text, $"one manifest says that {blob.Digest} has {_all[blob.Digest].Size} bytes, another says {blob.Size}");
        }
    }

    // The types of layers that may not be distributed: Docker's "foreign" and OCI's "nondistributable".
    private static bool MayBeElsewhere(Descriptor blob) =>
        blob.HasUrls
        || blob.MediaType.StartsWith("application/vnd.docker.image.rootfs.foreign.", StringComparison.Ordinal)
        || blob.MediaType.StartsWith("application/vnd.oci.image.layer.nondistributable.", StringComparison.Ordinal);
}
