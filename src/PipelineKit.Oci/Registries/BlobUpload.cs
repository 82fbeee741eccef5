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
    private readonly UploadSession _session = new(writer, repository, digest);

    /// <summary>Whether what was answered means that the upload is unknown: the first PUT may have arrived although its answer did not. Other registries call it invalid.</summary>
    internal static bool IsLost(HttpStatusCode? status) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.RequestedRangeNotSatisfiable;

    internal async Task RunAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; !await _session.IsThereAsync(content.Length, cancellation); attempt++)
        {
            await _session.BeginAsync(cancellation);
            try
            {
                await _session.PutAsync(content.Length, Body, cancellation);
                return;
            }
            catch (RegistryException e) when (IsLost(e.Status) && attempt < Tries)
            {
                _session.Forget();
            }
        }
    }

    private ReadOnlyMemoryContent Body() => new(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
}
