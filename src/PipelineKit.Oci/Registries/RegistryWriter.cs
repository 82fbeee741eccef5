using System.Net;
using System.Net.Http.Headers;

namespace PipelineKit.Oci;

/// <summary>Puts blobs and manifests into registries (OCI distribution specification 1.1, "Push").</summary>
internal sealed class RegistryWriter(RegistryTransport transport)
{
    /// <summary>How often a manifest is put again whose blobs the registry does not know yet: 1.5 s together.</summary>
    private const int Patience = 4;

    internal RegistryTransport Transport => transport;

    internal async Task<Descriptor> PutBlobAsync(ImageReference repository, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation)
    {
        IImageStore.CheckSize(content);
        var blob = new Descriptor(mediaType, Digest.Sha256(content.Span), content.Length);
        await new BlobUpload(this, repository, content, blob.Digest).RunAsync(cancellation);
        return blob;
    }

    /// <summary>Puts a manifest; with an entity tag, only while the tag still has it (<see cref="RegistryProblem.Conflict"/> otherwise, where the registry looks at it).</summary>
    /// <returns>Whether the registry said what digest it has got.</returns>
    internal async Task<bool> PutManifestAsync(ImageReference repository, ManifestContent manifest, string? tag, string? ifMatch, CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}{(tag is null ? "@" + manifest.Digest : ":" + tag)}";
        if (tag is not null && ReferenceGrammar.TagProblem(tag) is { } problem)
        {
            throw new ArgumentException($"`{tag}` is not a tag: {problem}", nameof(tag));
        }

        var request = new RegistryRequest(HttpMethod.Put, repository.Registry, $"/v2/{repository.Repository}/manifests/{tag ?? manifest.Digest.Text}", repository.Repository)
        {
            Headers = ifMatch is null ? [] : [("If-Match", ifMatch)],
            Body = () => new ReadOnlyMemoryContent(manifest.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        for (var attempt = 0; ; attempt++)
        {
            using var response = await SendAsync(request, cancellation);
            if (response.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Accepted)
            {
                return CheckDigest(response, manifest.Digest, source);
            }

            var refusal = await RefusalAsync(response, repository, source, cancellation);
            if (attempt == Patience || !IsBlobUnknown(refusal))
            {
                throw refusal;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), transport.Time, cancellation);
        }
    }

    /// <summary>Removes a tag; false where the registry does not delete by tag.</summary>
    internal async Task<bool> DeleteTagAsync(ImageReference repository, string tag, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Delete, repository.Registry, $"/v2/{repository.Repository}/manifests/{tag}", repository.Repository);
        try
        {
            using var response = await transport.SendAsync(request, cancellation);
            return response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.NotFound;
        }
        catch (RegistryException e) when (e.Problem is RegistryProblem.Unauthorized or RegistryProblem.Forbidden or RegistryProblem.NotFound)
        {
            return e.Problem == RegistryProblem.NotFound;
        }
    }

    // A blob that was put a moment ago, or is being put by somebody else too, may not be known yet: docker-registry writes its link in two steps.
    private static bool IsBlobUnknown(RegistryException refusal) =>
        refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound && refusal.Message.Contains("BLOB_UNKNOWN", StringComparison.Ordinal);

    /// <summary>What was put is what the registry says it has got, if it says so: false when it does not.</summary>
    internal static bool CheckDigest(HttpResponseMessage response, Digest expected, string source)
    {
        if (RegistryAnswer.ContentDigest(response, source) is not { } actual || actual.Algorithm != expected.Algorithm)
        {
            return false;
        }

        return actual == expected ? true : throw new DigestMismatchException(expected, actual, source);
    }

    internal async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellation)
    {
        try
        {
            return await transport.SendAsync(request, cancellation);
        }
        catch (RegistryException e)
        {
            throw Hinted(e, request.Registry, request.Repository);
        }
    }

    internal static async Task<RegistryException> RefusalAsync(HttpResponseMessage response, ImageReference repository, string source, CancellationToken cancellation) =>
        Hinted(await RegistryAnswer.RefusalAsync(response, source, cancellation), repository.Registry, repository.Repository);

    private static RegistryException Hinted(RegistryException e, string registry, string repository) =>
        e.Problem is RegistryProblem.Unauthorized or RegistryProblem.Forbidden
            ? new RegistryException(e.Problem, e.ImageSource, $"{e.Message}; {AccessHints.Writing(registry, repository)}", e.Status, e)
            : e;
}
