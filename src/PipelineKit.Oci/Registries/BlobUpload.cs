using System.Net;
using System.Net.Http.Headers;

namespace PipelineKit.Oci;

/// <summary>
/// Puts one small blob (OCI distribution specification, "Pushing a blob monolithically", POST then PUT): asks first whether it is there, and begins anew when an upload
/// was lost half-way, which registries answer in several ways.
/// </summary>
internal sealed class BlobUpload(RegistryWriter writer, ImageReference repository, ReadOnlyMemory<byte> content, Digest digest)
{
    private const int Tries = 3;
    private readonly string _source = $"{repository.Registry}/{repository.Repository}@{digest}";

    internal async Task RunAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; !await IsThereAsync(cancellation); attempt++)
        {
            var location = await BeginAsync(cancellation);
            using var response = await writer.SendAsync(Put(location), cancellation);
            if (response.StatusCode == HttpStatusCode.Created)
            {
                RegistryWriter.CheckDigest(response, digest, _source);
                return;
            }

            if (!IsLost(response.StatusCode) || attempt == Tries)
            {
                throw await RegistryWriter.RefusalAsync(response, repository, _source, cancellation);
            }
        }
    }

    // An upload whose first PUT arrived although its answer did not is unknown to the second; other registries call it invalid.
    private static bool IsLost(HttpStatusCode status) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.RequestedRangeNotSatisfiable;

    private async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Head, repository.Registry, $"/v2/{repository.Repository}/blobs/{digest}", repository.Repository);
        using var response = await writer.SendAsync(request, cancellation);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => false,
            _ => throw await RegistryWriter.RefusalAsync(response, repository, _source, cancellation),
        };
    }

    private async Task<string> BeginAsync(CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Post, repository.Registry, $"/v2/{repository.Repository}/blobs/uploads/", repository.Repository);
        using var response = await writer.SendAsync(request, cancellation);
        return response.StatusCode == HttpStatusCode.Accepted
            ? RegistryLink.Location(response, _source)
            : throw await RegistryWriter.RefusalAsync(response, repository, _source, cancellation);
    }

    private RegistryRequest Put(string location)
    {
        var separator = location.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new RegistryRequest(HttpMethod.Put, repository.Registry, $"{location}{separator}digest={Uri.EscapeDataString(digest.Text)}", repository.Repository)
        {
            Body = () => new ReadOnlyMemoryContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        };
    }
}
