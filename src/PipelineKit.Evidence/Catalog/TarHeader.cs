using System.Buffers.Binary;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>One block of 512 bytes that announces a member (POSIX.1-2001 ustar, GNU).</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    internal const int BlockSize = 512;

    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>Whether the checksum is that of the bytes, counted as unsigned or, as some old programs did, as signed.</summary>
    internal bool IsSound
    {
        get
        {
            long unsigned = 0;
            long signed = 0;
            for (var i = 0; i < BlockSize; i++)
            {
                var value = i is >= 148 and < 156 ? (byte)' ' : _block[i];
                unsigned += value;
                signed += (sbyte)value;
            }

            return Number(148, 8) is { } sum && (sum == unsigned || sum == signed);
        }
    }

    internal char Type => (char)_block[156];

    /// <summary>Null when it is no number.</summary>
    internal long? Size => Number(124, 12);

    internal string Link => Text(157, 100);

    /// <summary>In old GNU sparse headers: whether another block of the map follows.</summary>
    internal bool HasMoreSparse => _block[482] != 0;

    internal string Path
    {
        get
        {
            var name = Text(0, 100);
            var isPosix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8);
            return isPosix && _block[345] != 0 ? Text(345, 155) + "/" + name : name;
        }
    }

    private string Text(int offset, int length)
    {
        var field = _block.Slice(offset, length);
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Octal digits among spaces and zeros, or base 256 when the first bit is set (GNU, for what octal cannot hold).
    private long? Number(int offset, int length)
    {
        var field = _block.Slice(offset, length);
        if ((field[0] & 0x80) != 0)
        {
            return length == 12 && field[0] == 0x80 && field[1..4].IndexOfAnyExcept((byte)0) < 0 && BinaryPrimitives.ReadInt64BigEndian(field[4..]) is >= 0 and var large ? large : null;
        }

        var digits = field.Trim(" \0"u8);
        if (digits.Length > 20 || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'7') >= 0)
        {
            return null;
        }

        var number = 0L;
        foreach (var digit in digits)
        {
            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }
}
