namespace PipelineKit.Evidence;

/// <summary>A layer as it is stored: counts its bytes and shows the first four before they are read, which tell how it is compressed.</summary>
internal sealed class LayerBlob(Stream inner) : ForwardStream
{
    private readonly byte[] _first = new byte[4];
    private int _held;
    private int _given;

    /// <summary>Bytes received until now.</summary>
    internal long Received { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given < _held)
        {
            var count = Math.Min(buffer.Length, _held - _given);
            _first.AsSpan(_given, count).CopyTo(buffer.Span);
            _given += count;
            return count;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        Received += read;
        return read;
    }

    /// <summary>The first four bytes, or fewer when there are no more.</summary>
    internal async Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellation)
    {
        _held = await inner.ReadAtLeastAsync(_first, _first.Length, throwOnEndOfStream: false, cancellation);
        Received = _held;
        return _first.AsMemory(0, _held);
    }

    /// <summary>Reads what is left, so that its digest is verified.</summary>
    internal async Task DrainAsync(CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        while (await ReadAsync(buffer, cancellation) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
