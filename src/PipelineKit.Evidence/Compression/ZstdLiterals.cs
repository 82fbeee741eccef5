using System.Buffers.Binary;

namespace PipelineKit.Evidence;

/// <summary>The literals of blocks (RFC 8878 section 3.1.1.3.1); the Huffman table stays for blocks that have none of their own.</summary>
internal sealed class ZstdLiterals
{
    private readonly byte[] _bytes = new byte[ZstdBlockDecoder.MaximumBlock];
    private HuffmanTable? _table;
    private int _length;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    internal void Reset() => _table = null;

    /// <summary>Reads the section a block starts with; gives back what follows it.</summary>
    internal ReadOnlySpan<byte> Read(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            throw Damaged();
        }

        var format = (block[0] >> 2) & 3;
        return (block[0] & 3) switch
        {
            0 or 1 => ReadPlain(block, format, isRepeated: (block[0] & 3) == 1),
            var type => ReadCompressed(block, format, hasTable: type == 2),
        };
    }

    private ReadOnlySpan<byte> ReadPlain(ReadOnlySpan<byte> block, int format, bool isRepeated)
    {
        var header = format switch { 1 => 2, 3 => 3, _ => 1 };
        var length = (int)(Little(block, header) >> (header == 1 ? 3 : 4));
        var taken = header + (isRepeated ? 1 : length);
        if (length > _bytes.Length || taken > block.Length)
        {
            throw Damaged();
        }

        _length = length;
        if (isRepeated)
        {
            _bytes.AsSpan(0, length).Fill(block[header]);
        }
        else
        {
            block.Slice(header, length).CopyTo(_bytes);
        }

        return block[taken..];
    }

    private ReadOnlySpan<byte> ReadCompressed(ReadOnlySpan<byte> block, int format, bool hasTable)
    {
        var (header, bits) = format switch { 2 => (4, 14), 3 => (5, 18), _ => (3, 10) };
        var sizes = Little(block, header) >> 4;
        var length = (int)(sizes & ((1UL << bits) - 1));
        var compressed = (int)(sizes >> bits);
        if (length > _bytes.Length || header + compressed > block.Length)
        {
            throw Damaged();
        }

        var data = block.Slice(header, compressed);
        if (hasTable)
        {
            _table = HuffmanTable.Read(data, out var used);
            data = data[used..];
        }

        _length = length;
        Decode(_table ?? throw Damaged(), data, isOneStream: format == 0);
        return block[(header + compressed)..];
    }

    private void Decode(HuffmanTable table, ReadOnlySpan<byte> data, bool isOneStream)
    {
        var into = _bytes.AsSpan(0, _length);
        if (isOneStream)
        {
            table.Decode(data, into);
            return;
        }

        if (data.Length < 6 || _length < 6)
        {
            throw Damaged();
        }

        var part = (_length + 3) / 4;
        var rest = data[6..];
        for (var i = 0; i < 3; i++)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]);
            if (size > rest.Length || part > into.Length)
            {
                throw Damaged();
            }

            table.Decode(rest[..size], into[..part]);
            rest = rest[size..];
            into = into[part..];
        }

        table.Decode(rest, into);
    }

    private static ulong Little(ReadOnlySpan<byte> block, int count)
    {
        if (block.Length < count)
        {
            throw Damaged();
        }

        var value = 0UL;
        for (var i = count - 1; i >= 0; i--)
        {
            value = (value << 8) | block[i];
        }

        return value;
    }

    private static InvalidDataException Damaged() => new("the literals of a zstd block are damaged");
}
