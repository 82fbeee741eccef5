namespace PipelineKit.Evidence;

/// <summary>Bytes of a stream that were read and not yet taken, so that a whole header can be looked at.</summary>
/// <param name="stream">Where they come from; not disposed here.</param>
/// <param name="size">The most that can be looked at together.</param>
internal sealed class ForwardBuffer(Stream stream, int size)
{
    private readonly byte[] _buffer = new byte[size];
    private int _start;
    private int _end;

    /// <summary>How many bytes are here.</summary>
    public int Count => _end - _start;

    /// <summary>The next byte that far ahead; it must be here.</summary>
    public byte this[int index] => _buffer[_start + index];

    /// <summary>The next bytes, which must be here; valid until the next fill.</summary>
    public ReadOnlyMemory<byte> Take(int count)
    {
        _start += count;
        return _buffer.AsMemory(_start - count, count);
    }

    /// <summary>Reads until that many bytes are here; false when the stream ends before.</summary>
    public async ValueTask<bool> FillAsync(int count, CancellationToken cancellation)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < count)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
