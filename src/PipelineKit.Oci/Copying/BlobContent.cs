using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace PipelineKit.Oci;

/// <summary>
/// A blob, or a part of it, as the body of a request: read, hashed and sent piece by piece. What does not hash to the digest is never sent to its end, so that the registry
/// has nothing to commit. May be sent again from the same byte.
/// </summary>
internal sealed class BlobContent : StreamedContent
{
    private readonly BlobReader _reader;
    private readonly Descriptor _blob;
    private readonly long _start;
    private readonly long _end;
    private readonly Action<int> _sent;
    private readonly TimeSpan _pause;

    /// <summary>The content.</summary>
    /// <param name="reader">Gives the bytes.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="start">The first byte to send.</param>
    /// <param name="end">The byte after the last one.</param>
    /// <param name="pause">How long the registry may take for a piece, and in the end for its answer.</param>
    /// <param name="sent">Told of every piece.</param>
    internal BlobContent(BlobReader reader, Descriptor blob, long start, long end, TimeSpan pause, Action<int> sent)
    {
        (_reader, _blob, _start, _end, _pause, _sent) = (reader, blob, start, end, pause, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlobReader.BufferFor(_blob));
        try
        {
            // The source has its own patience.
            Deadline?.CancelAfter(Timeout.InfiniteTimeSpan);
            await _reader.SeekAsync(_start, buffer, cancellationToken);
            for (var at = _start; at < _end;)
            {
                var read = await _reader.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, _end - at)), cancellationToken);
                Deadline?.CancelAfter(_pause);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                Deadline?.CancelAfter(Timeout.InfiniteTimeSpan);
                _sent(read);
                at += read;
            }

            if (_end == _blob.Size)
            {
                // At the end there is nothing more but its verdict, which of an empty blob nobody has heard yet.
                await _reader.ReadAsync(buffer, cancellationToken);
            }

            Deadline?.CancelAfter(_pause);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = _end - _start;
        return true;
    }
}
