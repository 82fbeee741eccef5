using System.Buffers.Binary;
using System.Text;

namespace PipelineKit.Schedules;

/// <summary>The time zones of the machine: files in the form of RFC 9636 (TZif), version 2 or newer.</summary>
internal static class ZoneFile
{
    private const string Folder = "/usr/share/zoneinfo";
    private const int MaximumBytes = 64 << 10;
    private const int Head = 44;

    /// <summary>The zone; null when the machine has none of this name that can be read.</summary>
    internal static ZoneRules? Find(string name)
    {
        var file = new FileInfo(Path.Combine(Folder, name));
        try
        {
            return file.Exists && file.Length <= MaximumBytes ? Read(File.ReadAllBytes(file.FullName)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentOutOfRangeException)
        {
            // The program has a table of its own for machines without zones; a damaged one is such a machine.
            return null;
        }
    }

    /// <summary>Reads a file. Throws <see cref="FormatException"/> or <see cref="ArgumentOutOfRangeException"/> when it is none.</summary>
    internal static ZoneRules Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("TZif"u8) || bytes[4] < (byte)'2')
        {
            throw new FormatException("it is not a TZif file of version 2 or newer");
        }

        // The first block has times of 32 bits and is passed over.
        var old = new Counts(bytes);
        var block = bytes[(Head + old.Size(4))..];
        var counts = new Counts(block);
        var times = new long[counts.Times];
        var offsets = new int[counts.Times];
        var types = block[(Head + (counts.Times * 9))..];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = BinaryPrimitives.ReadInt64BigEndian(block[(Head + (i * 8))..]);
            offsets[i] = BinaryPrimitives.ReadInt32BigEndian(types[(block[Head + (counts.Times * 8) + i] * 6)..]);
        }

        var footer = Encoding.ASCII.GetString(block[(Head + counts.Size(8))..]).Trim('\n');
        return new ZoneRules(BinaryPrimitives.ReadInt32BigEndian(types), times, offsets, ZoneFooter.Parse(footer));
    }

    private readonly ref struct Counts
    {
        private readonly int _other;

        internal Counts(ReadOnlySpan<byte> block)
        {
            var (utc, standard, leap) = (Count(block, 20), Count(block, 24), Count(block, 28));
            Times = Count(block, 32);
            Leaps = leap;
            _other = (Count(block, 36) * 6) + Count(block, 40) + standard + utc;
        }

        internal int Times { get; }

        private int Leaps { get; }

        /// <summary>The bytes after the head, by the size of a time.</summary>
        internal int Size(int time) => (Times * (time + 1)) + (Leaps * (time + 4)) + _other;

        private static int Count(ReadOnlySpan<byte> block, int at) =>
            BinaryPrimitives.ReadUInt32BigEndian(block[at..]) is <= MaximumBytes and var count ? (int)count : throw new FormatException("it has too many entries");
    }
}
