using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>A file in a zip archive.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Method">0 for stored, 8 for deflate; others are not read.</param>
/// <param name="Start">Where its own header starts.</param>
/// <param name="Stored">Bytes as stored.</param>
internal sealed record ZipMember(string Name, int Method, long Start, long Stored);

/// <summary>
/// The directory at the end of a zip archive in memory (APPNOTE 6.3.10 sections 4.3.12 to 4.3.16, zip64 included). Data in front of the archive, as executable jars have, are passed over.
/// </summary>
/// <param name="archive">The archive.</param>
internal sealed class ZipDirectory(ReadOnlyMemory<byte> archive)
{
    private const int EndSize = 22;
    private const int EntrySize = 46;
    private const uint Full = uint.MaxValue;

    private long _shift;

    /// <summary>The files whose names are wanted.</summary>
    internal List<ZipMember> Find(Func<string, bool> isWanted)
    {
        var (position, end) = Locate();
        var found = new List<ZipMember>();
        while (position + EntrySize <= end)
        {
            var entry = archive.Span[(int)position..(int)end];
            var (name, extra, comment) = (Short(entry, 28), Short(entry, 30), Short(entry, 32));
            var size = EntrySize + name + extra + comment;
            if (Word(entry, 0) != 0x02014b50 || size > entry.Length)
            {
                throw Damaged();
            }

            var path = Encoding.UTF8.GetString(entry.Slice(EntrySize, name));
            if (isWanted(path))
            {
                found.Add(Member(path, entry, entry.Slice(EntrySize + name, extra)));
            }

            position += size;
        }

        return position == end ? found : throw Damaged();
    }

    /// <summary>The content of a file, at most so many bytes.</summary>
    internal byte[] Read(ZipMember member, int maximum)
    {
        var span = archive.Span;
        if (member.Start < 0 || member.Start + 30 > span.Length || Word(span[(int)member.Start..], 0) != 0x04034b50)
        {
            throw Damaged();
        }

        var header = span[(int)member.Start..];
        var start = member.Start + 30 + Short(header, 26) + Short(header, 28);
        if (member.Stored < 0 || start + member.Stored > span.Length)
        {
            throw Damaged();
        }

        using var stored = Stored((int)start, (int)member.Stored);
        using var content = member.Method switch
        {
            0 => (Stream)stored,
            8 => new DeflateStream(stored, CompressionMode.Decompress),
            _ => throw new UnreadableFileException($"`{member.Name}` in it is compressed by method {member.Method}"),
        };
        using var output = new MemoryStream();
        var buffer = new byte[32 << 10];
        for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            output.Write(buffer, 0, read);
            if (output.Length > maximum)
            {
                throw new UnreadableFileException($"`{member.Name}` in it unpacks to more than {maximum} bytes");
            }
        }

        return output.ToArray();
    }

    private MemoryStream Stored(int start, int length) =>
        MemoryMarshal.TryGetArray(archive.Slice(start, length), out var part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
            : new MemoryStream(archive.Slice(start, length).ToArray(), writable: false);

    private (long Start, long End) Locate()
    {
        var span = archive.Span;
        for (var at = span.Length - EndSize; at >= 0 && at >= span.Length - EndSize - ushort.MaxValue; at--)
        {
            var end = span[at..];
            if (Word(end, 0) != 0x06054b50 || at + EndSize + Short(end, 20) != span.Length)
            {
                continue;
            }

            long size = Word(end, 12);
            long start = Word(end, 16);
            long place = at;
            if (start == Full || size == Full || Short(end, 10) == ushort.MaxValue)
            {
                (place, size, start) = Locate64(at) ?? (place, size, start);
            }

            _shift = place - size - start;
            return size <= place && start >= 0 && size >= 0 && _shift >= 0 ? (place - size, place) : throw Damaged();
        }

        throw Damaged();
    }

    private (long Place, long Size, long Start)? Locate64(int end)
    {
        var span = archive.Span;
        if (end < 20 || Word(span[(end - 20)..], 0) != 0x07064b50)
        {
            return null;
        }

        // Right before its locator, unless it has data nobody knows; where it says it is counts from the start of the archive.
        var place = end - 20 - 56;
        return place >= 0 && Word(span[place..], 0) == 0x06064b50
            ? (place, BinaryPrimitives.ReadInt64LittleEndian(span[(place + 40)..]), BinaryPrimitives.ReadInt64LittleEndian(span[(place + 48)..]))
            : throw Damaged();
    }

    private ZipMember Member(string name, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        long stored = Word(entry, 20);
        long start = Word(entry, 42);
        if (stored == Full || start == Full || Word(entry, 24) == Full)
        {
            (stored, start) = Wide(extra, Word(entry, 24) == Full, stored, start);
        }

        return new ZipMember(name, Short(entry, 10), start + _shift, stored);
    }

    // Extra field 1: 64 bits for each of size, stored size and start that is full, in this order.
    private static (long Stored, long Start) Wide(ReadOnlySpan<byte> extra, bool hasSize, long stored, long start)
    {
        while (extra.Length >= 4 && Short(extra, 0) != 1 && extra.Length >= 4 + Short(extra, 2))
        {
            extra = extra[(4 + Short(extra, 2))..];
        }

        var needed = (hasSize ? 8 : 0) + (stored == Full ? 8 : 0) + (start == Full ? 8 : 0);
        if (extra.Length < 4 + needed || Short(extra, 0) != 1)
        {
            throw Damaged();
        }

        extra = extra[(hasSize ? 12 : 4)..];
        if (stored == Full)
        {
            stored = BinaryPrimitives.ReadInt64LittleEndian(extra);
            extra = extra[8..];
        }

        return (stored, start == Full ? BinaryPrimitives.ReadInt64LittleEndian(extra) : start);
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static UnreadableFileException Damaged() => new("it is no zip archive, or a damaged one");
}
