namespace PipelineKit.Evidence;

/// <summary>Shows the first bytes of a stream before they are read. What is below stays open.</summary>
internal sealed class LookAheadStream(Stream below) : ForwardStream
{
    private readonly byte[] _head = ReadHead(below);
    private int _given;

    /// <summary>At most 64 bytes, fewer only when there are no more.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_given == _head.Length)
        {
            return below.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _head.Length - _given);
        _head.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    private static byte[] ReadHead(Stream stream)
    {
        var head = new byte[64];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
