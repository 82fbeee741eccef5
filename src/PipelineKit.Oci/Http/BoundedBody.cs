using System.Buffers;

namespace PipelineKit.Oci;

/// <summary>Reads bodies of a known greatest size.</summary>
public static class BoundedBody
{
    /// <summary>The bytes of the body, or null when there are more than <paramref name="maximum"/>; reading stops there.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int maximum, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > maximum)
        {
            return null;
        }

        using var stream = await content.ReadAsStreamAsync(cancellation);
        return await ReadAsync(stream, maximum, cancellation);
    }

    /// <summary>The bytes until the end of the stream, or null when there are more than <paramref name="maximum"/>.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, int maximum, CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        int read;
        while ((read = await stream.ReadAsync(bytes.GetMemory(4096), cancellation)) > 0)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > maximum)
            {
                return null;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }
}
