using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// Reads from registries and writes to them (OCI distribution specification 1.1, and what Docker registries did before it). Asks by HEAD first, which costs no
/// pull; believes a digest only if it is well-formed, and content only if it hashes to its digest.
/// </summary>
public sealed class RegistryClient : IImageStore
{
    private const int Tries = 3;

    private readonly RegistryTransport _transport;
    private readonly RegistryWriter _writer;
    private readonly TagUpdate _tags;

    /// <summary>A client over a transport, which is not disposed here.</summary>
    public RegistryClient(RegistryTransport transport)
    {
        _transport = transport;
        _writer = new RegistryWriter(transport);
        _tags = new TagUpdate(this, _writer, transport.Time);
    }

    internal RegistryWriter Writer => _writer;

    /// <inheritdoc />
    public async Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellation)
    {
        var source = reference.Canonical;
        using var response = await SendAsync(HttpMethod.Head, reference, ManifestPath(reference), MediaTypes.Accepted, cancellation);
        if (IsHeadUnsupported(response.StatusCode))
        {
            return await ResolveByGetAsync(reference, cancellation);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RegistryAnswer.RefusalAsync(response, source, cancellation);
        }

        var type = RegistryAnswer.ContentType(response);
        var digest = RegistryAnswer.ContentDigest(response, source);
        if (digest is null || !IsKnown(type) || (reference.Digest is { } asked && asked.Algorithm != digest.Algorithm))
        {
            return await ResolveByGetAsync(reference, cancellation);
        }

        if (reference.Digest is { } expected && expected != digest)
        {
            throw new DigestMismatchException(expected, digest, source);
        }

        return new ResolvedImage(digest, type, response.Content.Headers.ContentLength is > 0 and var size ? size : null);
    }

    /// <inheritdoc />
    public async Task<ManifestContent> GetManifestAsync(ImageReference repository, Digest digest, CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}@{digest}";
        var fetched = await FetchAsync(repository, digest.Text, cancellation);
        return ManifestParser.Parse(fetched.Bytes, fetched.ContentType, fetched.Verify(digest, source), source);
    }

    /// <inheritdoc />
    public async Task<Stream> OpenBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}@{blob.Digest}";
        var response = await SendAsync(HttpMethod.Get, repository, $"/v2/{repository.Repository}/blobs/{blob.Digest}", [], cancellation);
        try
        {
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await RegistryAnswer.RefusalAsync(response, source, cancellation);
            }

            if (response.Content.Headers.ContentLength is { } length && length != blob.Size)
            {
                throw new RegistryException(RegistryProblem.Protocol, source, $"the blob has {length} bytes, its descriptor says {blob.Size}");
            }

            return new VerifyingStream(await response.Content.ReadAsStreamAsync(cancellation), blob.Digest, blob.Size, source, response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(ImageReference repository, Digest subject, string? artifactType, CancellationToken cancellation) =>
        new ReferrerList(this, repository, subject, artifactType).ReadAsync(cancellation);

    /// <inheritdoc />
    public IAsyncEnumerable<string> ListTagsAsync(ImageReference repository, CancellationToken cancellation) =>
        TagList.ReadAsync(this, repository, cancellation);

    /// <inheritdoc />
    public async Task<ManifestContent?> FindTagAsync(ImageReference repository, string tag, CancellationToken cancellation) =>
        (await FindAsync(repository, tag, cancellation))?.Manifest;

    /// <inheritdoc />
    public Task<Descriptor> PutBlobAsync(ImageReference repository, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation) =>
        _writer.PutBlobAsync(repository, content, mediaType, cancellation);

    /// <inheritdoc />
    public async Task<Descriptor> PutManifestAsync(ImageReference repository, ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        if (!await _writer.PutManifestAsync(repository, manifest, tag, ifMatch: null, cancellation) && tag is null)
        {
            // The registry does not say what it has got: it is asked. What a tag means may have been changed by others.
            await ResolveAsync(ImageReference.Parse($"{repository.Registry}/{repository.Repository}@{manifest.Digest}"), cancellation);
        }

        return new Descriptor(manifest.MediaType, manifest.Digest, manifest.Bytes.Length);
    }

    /// <inheritdoc />
    public async Task<Descriptor> AttachAsync(ImageReference repository, ManifestContent manifest, CancellationToken cancellation)
    {
        await new ReferrerAttachment(this, _writer, _transport.Time).AttachAsync(repository, manifest, cancellation);
        return new Descriptor(manifest.MediaType, manifest.Digest, manifest.Bytes.Length);
    }

    /// <inheritdoc />
    public Task<bool> DeleteTagAsync(ImageReference repository, string tag, CancellationToken cancellation) => _writer.DeleteTagAsync(repository, tag, cancellation);

    /// <inheritdoc />
    public Task<ManifestContent> UpdateTagAsync(ImageReference repository, string tag, ChangeTag change, CancellationToken cancellation) =>
        _tags.RunAsync(repository, tag, change, cancellation);

    async Task<bool> IImageStore.HasBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Head, repository, $"/v2/{repository.Repository}/blobs/{blob.Digest}", [], cancellation);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => response.Content.Headers.ContentLength is not { } length || length == blob.Size,
            HttpStatusCode.NotFound => false,
            _ => throw await RegistryAnswer.RefusalAsync(response, $"{repository.Registry}/{repository.Repository}@{blob.Digest}", cancellation),
        };
    }

    Task<bool> IImageStore.AttachAsync(ImageReference repository, Digest subject, IReadOnlyList<ManifestContent> manifests, CancellationToken cancellation) =>
        new ReferrerAttachment(this, _writer, _transport.Time).ListAsync(repository, subject, manifests, cancellation);

    /// <summary>What a tag means, with its entity tag; null when there is no such tag.</summary>
    internal async Task<(ManifestContent Manifest, string? ETag)?> FindAsync(ImageReference repository, string tag, CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}:{tag}";
        try
        {
            var fetched = await FetchAsync(repository, tag, cancellation);
            return (ManifestParser.Parse(fetched.Bytes, fetched.ContentType, fetched.Verify(asked: null, source), source), fetched.ETag);
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            return null;
        }
    }

    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, ImageReference repository, string target, IReadOnlyList<string> accept, CancellationToken cancellation) =>
        _transport.SendAsync(new RegistryRequest(method, repository.Registry, target, repository.Repository) { Accept = accept }, cancellation);

    /// <summary>A manifest by tag or digest, not yet judged. A body that breaks off is asked for again, since nothing of it was used.</summary>
    internal async Task<FetchedManifest> FetchAsync(ImageReference repository, string tagOrDigest, CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}{(tagOrDigest.Contains(':', StringComparison.Ordinal) ? "@" : ":")}{tagOrDigest}";
        for (var attempt = 1; ; attempt++)
        {
            using var response = await SendAsync(HttpMethod.Get, repository, $"/v2/{repository.Repository}/manifests/{tagOrDigest}", MediaTypes.Accepted, cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await RegistryAnswer.RefusalAsync(response, source, cancellation);
            }

            try
            {
                var bytes = await RegistryAnswer.ReadAsync(response, ManifestParser.MaximumSize, source, cancellation);
                return new FetchedManifest(bytes, RegistryAnswer.ContentType(response), RegistryAnswer.ContentDigest(response, source), RegistryAnswer.StrongETag(response));
            }
            catch (RegistryException e) when (e.Problem == RegistryProblem.Unavailable && attempt < Tries)
            {
                // Asked for again.
            }
        }
    }

    private static string ManifestPath(ImageReference reference) => $"/v2/{reference.Repository}/manifests/{reference.Digest?.Text ?? reference.EffectiveTag}";

    private static bool IsKnown(string type) => MediaTypes.IsIndex(type) || MediaTypes.IsManifest(type) || MediaTypes.IsSchema1(type);

    // Not 404: that is an answer. Proxies and old registries refuse the method in each of these ways.
    private static bool IsHeadUnsupported(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.NotImplemented;

    private async Task<ResolvedImage> ResolveByGetAsync(ImageReference reference, CancellationToken cancellation)
    {
        var fetched = await FetchAsync(reference, reference.Digest?.Text ?? reference.EffectiveTag, cancellation);
        if (MediaTypes.IsSchema1(fetched.ContentType) && reference.Digest is null && fetched.Claimed is { } claimed)
        {
            return new ResolvedImage(claimed, fetched.ContentType, fetched.Bytes.Length);
        }

        var digest = fetched.Verify(reference.Digest, reference.Canonical);
        var manifest = ManifestParser.Parse(fetched.Bytes, fetched.ContentType, digest, reference.Canonical);
        return new ResolvedImage(digest, manifest.MediaType, fetched.Bytes.Length);
    }
}
