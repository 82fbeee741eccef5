using System.Collections.Concurrent;
using System.Globalization;

namespace PipelineKit.Testing;

/// <summary>The uploads of an <see cref="InMemoryRegistry"/>: each exists once, its place changes with what it has, and only the newest place is good for writing.</summary>
internal sealed class RegistryUploads(InMemoryRegistry registry, RegistryPushes pushes)
{
    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private int _begun;

    internal int Count => _uploads.Count;

    internal LoopbackResponse Begin(LoopbackRequest request, string repository)
    {
        if (request.Query("mount") is [var digest] && request.Query("from") is [var from])
        {
            return Mount(request, repository, digest, from);
        }

        if (request.Body.Length > 0 || request.Target.Contains('?', StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the in-memory registry was not told how to answer {request.Method} {request.Target} with {request.Body.Length} bytes");
        }

        var id = $"upload-{Interlocked.Increment(ref _begun)}";
        var place = Place(202, id, _uploads[id] = new Upload(repository, []));
        return pushes.SmallestPart > 0 ? place.With("OCI-Chunk-Min-Length", pushes.SmallestPart.ToString(CultureInfo.InvariantCulture)) : place;
    }

    internal LoopbackResponse Append(LoopbackRequest request, string repository, string id)
    {
        if (Find(request, repository, id) is not { } upload)
        {
            return Lost();
        }

        if (request.Body.Length > pushes.LargestBody)
        {
            return TooLarge();
        }

        if (upload.HasShortPart)
        {
            return RegistryAnswers.Error(400, "SIZE_INVALID", "a part that was no last one was too small");
        }

        if (request.Header("Content-Range") is { } range && range != $"{upload.Bytes.Length}-{upload.Bytes.Length + request.Body.Length - 1}")
        {
            return RegistryAnswers.Error(416, "BLOB_UPLOAD_INVALID", "out of order");
        }

        return Take(request, upload, id, out var longer) ?? Place(202, id, longer).With("Range", $"0-{Math.Max(0, longer.Bytes.Length - 1)}");
    }

    internal LoopbackResponse Status(LoopbackRequest request, string repository, string id) =>
        pushes.TellsKept && Find(request, repository, id, anyState: true) is { } upload
            ? Place(204, id, upload).With("Range", $"0-{Math.Max(0, upload.Bytes.Length - 1)}")
            : Lost();

    internal LoopbackResponse Cancel(LoopbackRequest request, string repository, string id) =>
        Find(request, repository, id, anyState: true) is { } && _uploads.TryRemove(id, out _) ? new LoopbackResponse { Status = 204 } : Lost();

    internal LoopbackResponse Finish(LoopbackRequest request, string repository, string id)
    {
        if (request.Header("Content-Type") != "application/octet-stream" && request.Body.Length > 0)
        {
            throw new InvalidOperationException($"an upload without what its place was told with: {request.Target}");
        }

        if (Find(request, repository, id) is not { } upload)
        {
            return Lost();
        }

        if (request.Body.Length > pushes.LargestBody)
        {
            return TooLarge();
        }

        if (Take(request, upload, id, out var whole) is { } broken)
        {
            return broken;
        }

        _uploads.TryRemove(id, out _);
        var blob = SampleContent.Of("application/octet-stream", whole.Bytes);
        if (request.Query("digest") is not [var text] || text != blob.Digest.Text)
        {
            return RegistryAnswers.Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }

        registry.AddContent(repository, blob);
        return pushes.LostAnswers-- > 0
            ? RegistryAnswers.Error(503, "UNAVAILABLE", "the answer that got lost")
            : new LoopbackResponse { Status = 201 }.With("Location", $"/v2/{repository}/blobs/{blob.Digest}").With("Docker-Content-Digest", blob.Digest.Text);
    }

    private LoopbackResponse Mount(LoopbackRequest request, string repository, string digest, string from)
    {
        var blob = pushes.Mounts && registry.Access.MayPull(request, from) ? registry.Find(from, digest) : null;
        if (blob is null)
        {
            return Begin(request with { Target = request.Path }, repository);
        }

        registry.AddContent(repository, blob);
        return new LoopbackResponse { Status = 201 }.With("Location", $"/v2/{repository}/blobs/{digest}").With("Docker-Content-Digest", digest);
    }

    private LoopbackResponse? Take(LoopbackRequest request, Upload upload, string id, out Upload longer)
    {
        var kept = pushes.KeptOfNext is { } few && request.Body.Length > 0 ? request.Body[..few] : request.Body;
        longer = _uploads[id] = upload with { Bytes = [.. upload.Bytes, .. kept], HasShortPart = kept.Length < pushes.SmallestPart };
        if (kept.Length == request.Body.Length)
        {
            return null;
        }

        pushes.KeptOfNext = null;
        return RegistryAnswers.Error(503, "UNAVAILABLE", "it broke off");
    }

    private Upload? Find(LoopbackRequest request, string repository, string id, bool anyState = false) =>
        _uploads.TryGetValue(id, out var upload) && upload.Repository == repository && (anyState || request.Query("state") is [var state] && state == State(upload)) ? upload : null;

    private LoopbackResponse Place(int status, string id, Upload upload) => new LoopbackResponse { Status = status }
        .With("Location", pushes.Location($"/uploads/{upload.Repository}/{id}?state={Uri.EscapeDataString(State(upload))}"));

    private static string State(Upload upload) => $"a+b=={(upload.Bytes.Length == 0 ? "" : upload.Bytes.Length)}";

    private static LoopbackResponse TooLarge() => RegistryAnswers.Error(413, "SIZE_INVALID", "a proxy takes no body of that size");

    private static LoopbackResponse Lost() => RegistryAnswers.Error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");

    private sealed record Upload(string Repository, byte[] Bytes, bool HasShortPart = false);
}
