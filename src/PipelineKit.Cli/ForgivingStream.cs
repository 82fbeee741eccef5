namespace PipelineKit.Cli;

/// <summary>A stream to write to that never fails: when the other end is closed or full, what is written is lost and the run goes on.</summary>
/// <param name="inner">Where to write.</param>
internal sealed class ForgivingStream(Stream inner) : Stream
{
    private bool _isBroken;

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException("a stream to write to has no length");

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException("a stream to write to has no position");
        set => throw new NotSupportedException("a stream to write to has no position");
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (!_isBroken)
            {
                inner.Write(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody is left to tell: this is the place where messages would go.
            _isBroken = true;
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
        try
        {
            if (!_isBroken)
            {
                inner.Flush();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isBroken = true;
        }
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream is only written to");

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("this stream is only written to");

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException("this stream is only written to");

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
