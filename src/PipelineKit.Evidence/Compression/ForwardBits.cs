namespace PipelineKit.Evidence;

/// <summary>Bits from the beginning of some bytes on, the lowest of each first. Beyond the end there are zeros.</summary>
internal ref struct ForwardBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _used;

    /// <summary>How many bytes were touched.</summary>
    internal readonly int Bytes => (_used + 7) >> 3;

    /// <summary>The next bits, at most 16.</summary>
    internal readonly int Peek(int count)
    {
        var value = 0;
        for (var i = 0; i < 3 && (_used >> 3) + i < _data.Length; i++)
        {
            value |= _data[(_used >> 3) + i] << (8 * i);
        }

        return (value >> (_used & 7)) & ((1 << count) - 1);
    }

    internal void Skip(int count) => _used += count;

    internal int Read(int count)
    {
        var value = Peek(count);
        _used += count;
        return value;
    }
}
