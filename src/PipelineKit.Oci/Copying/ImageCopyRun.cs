namespace PipelineKit.Oci;

/// <summary>One copy: blobs, the largest first; manifests from the leaves up; what refers to them; cosign's tags. Counts what it does.</summary>
internal sealed class ImageCopyRun(ImagePlace from, ImagePlace to, ImageCopyOptions options, TimeProvider time)
{
    private readonly HashSet<Digest> _brought = [];
    private readonly Lock _lock = new();
    private int _present;
    private int _mounted;
    private int _copied;
    private long _received;
    private long _sent;
    private int _resumes;
    private int _put;
    private int _done;
    private int _total;

    internal async Task<ImageCopy> RunAsync(Digest root, CancellationToken cancellation)
    {
        var closure = await ClosureWalk.ReadAsync(from, root, options.Closure, cancellation);
        _total = closure.Blobs.Count + closure.Manifests.Count;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Closure.Concurrency, CancellationToken = cancellation };
        var mover = new BlobMover(from, to, options.Siblings, time);
        await Parallel.ForEachAsync(closure.Blobs.OrderByDescending(b => b.Size), parallel, async (blob, token) => Count(blob, await mover.MoveAsync(blob, token)));
        foreach (var step in Steps(closure))
        {
            await Parallel.ForEachAsync(step, parallel, async (manifest, token) => await PutAsync(manifest, token));
        }

        _put += await new ReferrerCopy(to, closure, parallel).RunAsync();
        return new ImageCopy
        {
            Digest = root,
            Closure = closure,
            Blobs = new BlobCounts(_present, _mounted, _copied),
            ManifestsPut = _put,
            BytesReceived = _received,
            BytesSent = _sent,
            Resumes = _resumes,
        };
    }

    // Manifests that need nothing of each other are put at once: what an entry needs stands before it.
    private static List<List<ManifestContent>> Steps(ImageClosure closure)
    {
        var steps = new List<List<ManifestContent>>();
        var stepOf = new Dictionary<Digest, int>();
        foreach (var manifest in closure.Manifests.Select(m => m.Content))
        {
            var step = 0;
            foreach (var needed in manifest.Subject is { } subject ? manifest.Manifests.Append(subject) : manifest.Manifests)
            {
                step = stepOf.TryGetValue(needed.Digest, out var before) ? Math.Max(step, before + 1) : step;
            }

            stepOf[manifest.Digest] = step;
            if (step == steps.Count)
            {
                steps.Add([]);
            }

            steps[step].Add(manifest);
        }

        return steps;
    }

    private void Count(Descriptor blob, BlobMove move)
    {
        lock (_lock)
        {
            _present += move.Arrival == BlobArrival.Present ? 1 : 0;
            _mounted += move.Arrival == BlobArrival.Mounted ? 1 : 0;
            _copied += move.Arrival == BlobArrival.Copied ? 1 : 0;
            _received += move.Received;
            _sent += move.Sent;
            _resumes += move.Resumes;
            if (move.Arrival != BlobArrival.Present)
            {
                _brought.Add(blob.Digest);
            }

            options.Progress?.Invoke(++_done, _total, $"blob {blob.Digest}");
        }
    }

    // Where something of a manifest was not there, the manifest was not either: it is put without asking.
    private async Task PutAsync(ManifestContent manifest, CancellationToken cancellation)
    {
        var parts = manifest.Config is null ? manifest.Manifests : manifest.Layers.Append(manifest.Config);
        bool isNew;
        lock (_lock)
        {
            isNew = parts.Any(p => _brought.Contains(p.Digest));
        }

        isNew = isNew || !await TagMover.HasAsync(to, manifest.Digest, cancellation);
        if (isNew)
        {
            await to.Store.PutManifestAsync(to.Repository, manifest, tag: null, cancellation);
        }

        lock (_lock)
        {
            if (isNew)
            {
                _put++;
                _brought.Add(manifest.Digest);
            }

            options.Progress?.Invoke(++_done, _total, $"manifest {manifest.Digest}");
        }
    }
}
