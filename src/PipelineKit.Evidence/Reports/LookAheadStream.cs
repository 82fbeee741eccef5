namespace PipelineKit.Evidence;

/// <summary>Shows the first bytes of a stream before they are read.</summary>
internal sealed class LookAheadStream : ForwardStream
{
    private readonly Stream _below;
    private readonly byte[] _head = new byte[64];
    private readonly int _length;
    private int _given;

    /// <summary>Reads the first bytes.</summary>
    public LookAheadStream(Stream below)
    {
        _below = below;
        _length = below.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
    }

    /// <summary>At most 64 bytes, fewer only when there are no more.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _length);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_given == _length)
        {
            return _below.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _length - _given);
        _head.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}
