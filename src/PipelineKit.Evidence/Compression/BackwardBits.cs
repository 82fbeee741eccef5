using System.Buffers.Binary;
using System.Numerics;

namespace PipelineKit.Evidence;

/// <summary>
/// Bits from the end of some bytes to their beginning (RFC 8878 section 4.2.2, "Bitstreams"): the highest set bit of the last byte only marks where they start.
/// Reading further than there are bits gives any value, and <see cref="IsFinished"/> stays false.
/// </summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> _data;
    private ulong _bits;
    private int _position;
    private int _used;

    internal BackwardBits(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[^1] == 0)
        {
            throw new InvalidDataException("a zstd bit stream has no end mark");
        }

        _data = data;
        _used = BitOperations.LeadingZeroCount((uint)data[^1]) - 24 + 1;
        if (data.Length >= 8)
        {
            _position = data.Length - 8;
            _bits = BinaryPrimitives.ReadUInt64LittleEndian(data[_position..]);
        }
        else
        {
            for (var i = 0; i < data.Length; i++)
            {
                _bits |= (ulong)data[i] << (8 * i);
            }

            _used += (8 - data.Length) * 8;
        }
    }

    /// <summary>Whether every bit was read, and none more.</summary>
    internal readonly bool IsFinished => _position == 0 && _used == 64;

    /// <summary>Whether more were read than there are.</summary>
    internal readonly bool IsOver => _position == 0 && _used > 64;

    /// <summary>After this there are at least 57 bits at hand, or all that are left.</summary>
    internal void Refill()
    {
        var bytes = Math.Min(_used >> 3, _position);
        if (bytes > 0)
        {
            _position -= bytes;
            _used -= bytes * 8;
            _bits = BinaryPrimitives.ReadUInt64LittleEndian(_data[_position..]);
        }
    }

    /// <summary>The next bits, at most 56, without passing them; zeros beyond the end.</summary>
    internal readonly int Peek(int count) => _used >= 64 ? 0 : (int)(_bits << _used >> 1 >> (63 - count));

    internal void Skip(int count) => _used += count;

    internal int Read(int count)
    {
        var value = Peek(count);
        _used += count;
        return value;
    }
}
