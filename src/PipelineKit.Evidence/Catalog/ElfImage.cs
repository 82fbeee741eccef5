using System.Buffers.Binary;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>Where things are in an executable and linkable file (System V ABI, chapters 4 and 5), 32 and 64 bits, both byte orders.</summary>
internal readonly ref struct ElfImage(ReadOnlySpan<byte> file)
{
    private const int MaximumText = 16 << 20;
    private const uint Load = 1;

    private readonly ReadOnlySpan<byte> _file = file;

    private bool IsWide => _file.Length > 4 && _file[4] == 2;

    private bool IsBigEndian => _file.Length > 5 && _file[5] == 2;

    private int PointerSize => IsWide ? 8 : 4;

    /// <summary>The bytes of a section; empty when there is none of this name.</summary>
    internal ReadOnlySpan<byte> Section(ReadOnlySpan<byte> name)
    {
        var table = Pointer(IsWide ? 40 : 32) ?? -1;
        var size = Half(IsWide ? 58 : 46);
        var count = Half(IsWide ? 60 : 48);
        var names = Half(IsWide ? 62 : 50);
        var texts = table < 0 || size < (IsWide ? 64 : 40) ? [] : SectionAt(table + ((long)names * size));

        for (var i = 0; i < count && !texts.IsEmpty; i++)
        {
            var entry = table + ((long)i * size);
            if (Number(entry, 4) is { } at && at < texts.Length && texts[(int)at..].StartsWith(name) && texts[(int)at..].Length > name.Length && texts[(int)at + name.Length] == 0)
            {
                return SectionAt(entry);
            }
        }

        return [];
    }

    /// <summary>The text of Go whose header of address and length is at the address that is written at this place of the file; null when there is none.</summary>
    internal string? GoText(int place)
    {
        if (Pointer(place) is not { } header || Place(header) is not { } at || Pointer(at) is not { } address || Pointer(at + PointerSize) is not { } length || Place(address) is not { } text)
        {
            return null;
        }

        return length is >= 0 and <= MaximumText && text + length <= _file.Length ? Encoding.Latin1.GetString(_file.Slice((int)text, (int)length)) : null;
    }

    private ReadOnlySpan<byte> SectionAt(long entry)
    {
        var start = Pointer(entry + (IsWide ? 24 : 16));
        var size = Pointer(entry + (IsWide ? 32 : 20));
        return start is { } from && size is { } length && from >= 0 && length >= 0 && from <= _file.Length && length <= _file.Length - from ? _file.Slice((int)from, (int)length) : [];
    }

    // Where in the file the byte is that a running program has at this address.
    private long? Place(long address)
    {
        var table = Pointer(IsWide ? 32 : 28) ?? -1;
        var size = Half(IsWide ? 54 : 42);
        var count = Half(IsWide ? 56 : 44);
        for (var i = 0; i < count; i++)
        {
            var entry = table + ((long)i * size);
            if (Number(entry, 4) is Load
                && Pointer(entry + (IsWide ? 8 : 4)) is { } offset
                && Pointer(entry + (IsWide ? 16 : 8)) is { } start
                && Pointer(entry + (IsWide ? 32 : 16)) is { } length
                && address >= start && address - start < length)
            {
                return offset + address - start;
            }
        }

        return null;
    }

    private int Half(long at) => (int)(Number(at, 2) ?? 0);

    private long? Pointer(long at) => Number(at, PointerSize);

    private long? Number(long at, int size)
    {
        if (at < 0 || at > _file.Length - size)
        {
            return null;
        }

        var bytes = _file.Slice((int)at, size);
        return size switch
        {
            2 => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }
}
