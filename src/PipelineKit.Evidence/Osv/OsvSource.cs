using System.Buffers;
using System.IO.Compression;

namespace PipelineKit.Evidence;

/// <summary>One record of an export, unparsed; its bytes are good until the next is read.</summary>
/// <param name="Name">Where it is: the archive with the entry, or the file.</param>
/// <param name="Content">Its bytes.</param>
internal readonly record struct OsvContent(string Name, ReadOnlyMemory<byte> Content);

/// <summary>Reads the records of an ecosystem one after the other, from an archive or a folder.</summary>
internal static class OsvSource
{
    /// <summary>The largest record that is read: the largest published are about 3 MB.</summary>
    private const int LargestRecord = 32 << 20;
    private const int MostRecords = 4_000_000;
    private const long MostBytes = 64L << 30;

    /// <summary>The records.</summary>
    /// <param name="source">An archive, or a folder.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<OsvContent> Read(string source, CancellationToken cancellation) =>
        Directory.Exists(source) ? ReadFolder(source, cancellation) : ReadArchive(source, cancellation);

    private static IEnumerable<OsvContent> ReadFolder(string folder, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            cancellation.ThrowIfCancellationRequested();
            buffer.ResetWrittenCount();
            using (var stream = File.OpenRead(file))
            {
                Fill(stream, buffer, file);
            }

            yield return new OsvContent(file, buffer.WrittenMemory);
        }
    }

    private static IEnumerable<OsvContent> ReadArchive(string archive, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(archive);
        using var zip = Open(stream, archive);
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!entry.FullName.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var name = $"{archive}: {entry.FullName}";
            buffer.ResetWrittenCount();
            Unpack(entry, buffer, name);
            total += buffer.WrittenCount;
            if (total > MostBytes)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, archive, $"unpacks to more than the {MostBytes} bytes that are read");
            }

            yield return new OsvContent(name, buffer.WrittenMemory);
        }
    }

    private static ZipArchive Open(FileStream stream, string archive)
    {
        try
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return zip.Entries.Count <= MostRecords ? zip : throw new EvidenceException(EvidenceProblem.TooLarge, archive, $"has more than the {MostRecords} records that are read");
        }
        catch (InvalidDataException e)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, archive, "is no zip archive, or only a part of one; download it again", inner: e);
        }
    }

    private static void Unpack(ZipArchiveEntry entry, ArrayBufferWriter<byte> buffer, string name)
    {
        try
        {
            using var content = entry.Open();
            Fill(content, buffer, name);
        }
        catch (InvalidDataException e)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, name, "cannot be unpacked; download the archive again", inner: e);
        }
    }

    /// <summary>Reads to the end, whatever length is declared.</summary>
    private static void Fill(Stream content, ArrayBufferWriter<byte> buffer, string name)
    {
        for (var count = content.Read(buffer.GetSpan(32 << 10)); count > 0; count = content.Read(buffer.GetSpan(32 << 10)))
        {
            buffer.Advance(count);
            if (buffer.WrittenCount > LargestRecord)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, name, $"is larger than the {LargestRecord} bytes a record may have");
            }
        }
    }
}
