// A build task (compiled by the build itself, see CompressRareAssemblies.targets): compresses assemblies inside of the one published file that few commands load.
// The SDK compresses all of them or none (EnableCompressionInSingleFile), and all costs every start a third more. The runtime looks at each entry for itself: an entry
// with a compressed size is inflated when it is loaded. The form of the file is that of the SDK (Microsoft.NET.HostModel, bundle version 6). docs/decisions/0005 has the figures.
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

public class CompressRareAssemblies : Task
{
    private const byte Assembly = 1;
    private const int Alignment = 64;

    // Less than that is not worth the inflating.
    private const int Smallest = 16 << 10;

    // SHA-256 of ".net core bundle\n"; the eight bytes before it say where the table of entries is.
    private static readonly byte[] Mark =
    {
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    };

    /// <summary>The published file; written anew.</summary>
    [Required]
    public string Bundle { get; set; }

    /// <summary>Names of the assemblies that stay as they are.</summary>
    [Required]
    public ITaskItem[] Keep { get; set; }

    public override bool Execute()
    {
        var bytes = File.ReadAllBytes(Bundle);
        var mark = Find(bytes, Mark);
        if (mark < 8)
        {
            Log.LogError("{0} is not a file of several assemblies", Bundle);
            return false;
        }

        var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        reader.BaseStream.Position = BitConverter.ToInt64(bytes, mark - 8);
        var version = reader.ReadUInt32();
        var minor = reader.ReadUInt32();
        if (version != 6)
        {
            Log.LogError("{0} is of version {1}, and this task knows version 6 only", Bundle, version);
            return false;
        }

        var count = reader.ReadInt32();
        var id = reader.ReadString();
        var (dependencies, dependenciesSize, settings, settingsSize, flags) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64());
        var entries = Enumerable.Range(0, count).Select(_ => Entry.Read(reader)).ToList();
        var keep = new HashSet<string>(Keep.Select(k => k.ItemSpec), StringComparer.Ordinal);
        foreach (var unknown in keep.Where(k => !entries.Any(e => e.Path == k)))
        {
            Log.LogError("{0} has no {1}: the list of what stays uncompressed is out of date", Bundle, unknown);
        }

        var places = new Dictionary<long, long>();
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.UTF8);
        writer.Write(bytes, 0, (int)entries.Min(e => e.Offset));
        foreach (var entry in entries.OrderBy(e => e.Offset))
        {
            var compressed = entry.Type == Assembly && entry.CompressedSize == 0 && entry.Size >= Smallest && !keep.Contains(entry.Path) ? Deflate(bytes, entry) : null;
            while (entry.Type == Assembly && compressed == null && entry.CompressedSize == 0 && file.Position % Alignment != 0)
            {
                writer.Write((byte)0);
            }

            var before = entry.Offset;
            entry.Offset = places[before] = file.Position;
            writer.Write(compressed ?? bytes, compressed == null ? (int)before : 0, compressed == null ? (int)entry.Stored : compressed.Length);
            entry.CompressedSize = compressed == null ? entry.CompressedSize : compressed.Length;
        }

        var header = file.Position;
        writer.Write(version);
        writer.Write(minor);
        writer.Write(count);
        writer.Write(id);
        writer.Write(places[dependencies]);
        writer.Write(dependenciesSize);
        writer.Write(places[settings]);
        writer.Write(settingsSize);
        writer.Write(flags);
        entries.ForEach(e => e.Write(writer));
        file.Position = mark - 8;
        writer.Write(header);
        if (Log.HasLoggedErrors)
        {
            return false;
        }

        // Written in place, so that it stays executable.
        using var output = new FileStream(Bundle, FileMode.Truncate, FileAccess.Write);
        file.WriteTo(output);
        return true;
    }

    private static byte[] Deflate(byte[] bytes, Entry entry)
    {
        using var result = new MemoryStream();
        using (var deflate = new DeflateStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes, (int)entry.Offset, (int)entry.Size);
        }

        return result.ToArray();
    }

    private static int Find(byte[] bytes, byte[] what)
    {
        var found = -1;
        for (var i = Array.IndexOf(bytes, what[0]); i >= 0 && i <= bytes.Length - what.Length && found < 0; i = Array.IndexOf(bytes, what[0], i + 1))
        {
            found = what.Where((b, k) => bytes[i + k] != b).Any() ? -1 : i;
        }

        return found;
    }

    private sealed class Entry
    {
        public long Offset { get; set; }

        public long Size { get; private set; }

        public long CompressedSize { get; set; }

        public byte Type { get; private set; }

        public string Path { get; private set; }

        public long Stored => CompressedSize == 0 ? Size : CompressedSize;

        public static Entry Read(BinaryReader reader) => new Entry
        {
            Offset = reader.ReadInt64(),
            Size = reader.ReadInt64(),
            CompressedSize = reader.ReadInt64(),
            Type = reader.ReadByte(),
            Path = reader.ReadString(),
        };

        public void Write(BinaryWriter writer)
        {
            writer.Write(Offset);
            writer.Write(Size);
            writer.Write(CompressedSize);
            writer.Write(Type);
            writer.Write(Path);
        }
    }
}
