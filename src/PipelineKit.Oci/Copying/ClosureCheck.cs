namespace PipelineKit.Oci;

/// <summary>Asks whether an image can still be pulled, all of it: every child, configuration, layer and required referrer, by HEAD. A tag or index that answers says nothing about that.</summary>
public static class ClosureCheck
{
    /// <summary>
    /// Looks; content is not read, manifests are (they say what there must be). For one image with N layers that is N + 2 requests, one more where referrers are required, and
    /// what those consist of. Of referrers only the required ones are looked for; a layer kept elsewhere is none that is missing.
    /// </summary>
    /// <exception cref="RegistryException">It could not be found out, or content is not what its digest says; a gap is no exception.</exception>
    public static async Task<ClosureReport> RunAsync(ImagePlace place, Digest root, ClosureOptions options, CancellationToken cancellation)
    {
        var missing = new List<string>();
        var closure = await ClosureWalk.ReadAsync(place, root, options with { Referrers = false, CosignTags = false }, missing, cancellation);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };
        var blobs = 0;
        await Parallel.ForEachAsync(closure.Blobs, parallel, async (blob, token) =>
        {
            if (await place.Store.HasBlobAsync(place.Repository, blob, token))
            {
                Interlocked.Increment(ref blobs);
                return;
            }

            lock (missing)
            {
                missing.Add($"blob {blob.Digest}");
            }
        });
        missing.Sort(StringComparer.Ordinal);
        return new ClosureReport(root, closure.Manifests.Count, blobs, missing);
    }
}

/// <summary>What is there of an image.</summary>
/// <param name="Root">The image.</param>
/// <param name="Manifests">How many manifests are there.</param>
/// <param name="Blobs">How many blobs are there.</param>
/// <param name="Missing">What is not: <c>manifest sha256:...</c>, <c>blob sha256:...</c>, <c>referrer TYPE</c>, <c>platform OS/ARCHITECTURE</c>; empty when everything is there.</param>
public sealed record ClosureReport(Digest Root, int Manifests, int Blobs, IReadOnlyList<string> Missing)
{
    /// <summary>Whether everything is there.</summary>
    public bool IsComplete => Missing.Count == 0;
}
