namespace PipelineKit.Evidence;

/// <summary>A stream that is only read, once, from its beginning to its end: plainly or asynchronously, by what is overridden.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException("a stream that is read once has no length");

    public sealed override long Position
    {
        get => throw new NotSupportedException("a stream that is read once has no positions");
        set => throw new NotSupportedException("a stream that is read once has no positions");
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("this stream is read asynchronously");

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a stream that is read once has no positions");

    public sealed override void SetLength(long value) => throw new NotSupportedException("this stream is only read");

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream is only read");
}
