using System.Globalization;
using System.Net;

namespace PipelineKit.Oci;

/// <summary>Opens a blob at any of its bytes, in a registry or a layout. What comes is not verified; that is the reader's work.</summary>
internal sealed class BlobSource(IImageStore store, ImageReference repository)
{
    /// <summary>The place and the digest, for errors.</summary>
    internal string Text(Descriptor blob) => $"{repository.Registry}/{repository.Repository}@{blob.Digest}";

    /// <summary>The content from this byte on, or from an earlier one where the registry does not give parts.</summary>
    internal async Task<OpenBlob> OpenAsync(Descriptor blob, long offset, CancellationToken cancellation)
    {
        switch (store)
        {
            case OciLayout layout:
                return new OpenBlob(await layout.OpenBlobAsync(blob, offset, cancellation), offset);
            case RegistryClient client:
                return await OpenAsync(client, blob, offset, cancellation);
            default:
                return new OpenBlob(await store.OpenBlobAsync(repository, blob, cancellation), 0);
        }
    }

    private async Task<OpenBlob> OpenAsync(RegistryClient client, Descriptor blob, long offset, CancellationToken cancellation)
    {
        var response = await SendAsync(client, blob, offset, cancellation);
        try
        {
            if (offset > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // It is not believed to be so short: its end was not reached. All of it, then.
                response.Dispose();
                response = await SendAsync(client, blob, offset: 0, cancellation);
            }

            var start = response.StatusCode switch
            {
                HttpStatusCode.OK => 0,
                HttpStatusCode.PartialContent when offset > 0 && IsPart(response, offset, blob.Size) => offset,
                HttpStatusCode.PartialContent => throw Wrong(blob, response, $"the registry gave another part than the one from byte {offset} of {blob.Size} on"),
                _ => throw await RegistryAnswer.RefusalAsync(response, Text(blob), cancellation),
            };
            if (response.Content.Headers.ContentLength is { } length && length != blob.Size - start)
            {
                throw Wrong(blob, response, $"the blob has {length + start} bytes, its descriptor says {blob.Size}");
            }

            return new OpenBlob(await response.Content.ReadAsStreamAsync(cancellation), start, response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private Task<HttpResponseMessage> SendAsync(RegistryClient client, Descriptor blob, long offset, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Get, repository.Registry, $"/v2/{repository.Repository}/blobs/{blob.Digest}", repository.Repository)
        {
            Headers = offset == 0 ? [] : [("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-"))],
        };
        return client.Writer.Transport.SendAsync(request, cancellation);
    }

    private static bool IsPart(HttpResponseMessage response, long offset, long size) =>
        response.Content.Headers.ContentRange is { Unit: "bytes", From: var from, To: var to } range
        && from == offset
        && to == size - 1
        && (range.Length ?? size) == size;

    private RegistryException Wrong(Descriptor blob, HttpResponseMessage response, string what) => new(RegistryProblem.Protocol, Text(blob), what, response.StatusCode);
}

/// <summary>A blob that comes.</summary>
/// <param name="Stream">Its bytes.</param>
/// <param name="Start">Which of them comes first.</param>
/// <param name="Owner">What to dispose beside the stream; null for nothing.</param>
internal sealed record OpenBlob(Stream Stream, long Start, IDisposable? Owner = null) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        Stream.Dispose();
        Owner?.Dispose();
    }
}
