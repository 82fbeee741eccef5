using System.Formats.Tar;
using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>
/// The archive of <c>docker save</c>: an OCI layout (newer engines), or the older form with <c>manifest.json</c> and uncompressed layers. Read in one pass;
/// every file but the few that describe the others becomes a blob under the digest of what was read, so that nothing keeps the name it came with.
/// </summary>
internal static class ImageArchive
{
    /// <summary>Most bytes of an archive.</summary>
    internal const long MaximumBytes = 40L << 30;

    private const int MaximumEntries = 100_000;
    private const int MaximumDescription = 32 << 20;
    private const string Blobs = "blobs/";

    /// <summary>Writes the image as a layout.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="id">What the engine calls the image.</param>
    /// <param name="name">The image, for errors.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its manifest or index.</returns>
    internal static async Task<Digest> ToLayoutAsync(Stream archive, string folder, Digest id, string name, CancellationToken cancellation)
    {
        var content = new ArchiveContent(name);
        await using var tar = new TarReader(archive, leaveOpen: true);
        long total = 0;
        var entries = 0;
        while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            total += entry.Length;
            if (++entries > MaximumEntries || total > MaximumBytes)
            {
                throw new InvalidDataException($"it has more than {MaximumEntries} entries or {MaximumBytes} bytes");
            }

            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                content.Link(path, entry.LinkName, isHard: entry.EntryType == TarEntryType.HardLink);
            }
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                await ReadAsync(entry, path, folder, content, cancellation);
            }
        }

        return content.Description("index.json") is { } index && content.Description("oci-layout") is { } marker
            ? await LayoutArchive.FinishAsync(content, marker, index, folder, id, cancellation)
            : await SavedArchive.FinishAsync(content, folder, id, cancellation);
    }

    private static async Task ReadAsync(TarEntry entry, string path, string folder, ArchiveContent content, CancellationToken cancellation)
    {
        var data = entry.DataStream ?? Stream.Null;
        if (path is "index.json" or "oci-layout" or "manifest.json")
        {
            if (entry.Length > MaximumDescription)
            {
                throw new InvalidDataException($"its {path} has {entry.Length} bytes; at most {MaximumDescription} are read");
            }

            var bytes = new byte[entry.Length];
            await data.ReadExactlyAsync(bytes, cancellation);
            content.Describe(path, bytes);
        }
        else
        {
            var claimed = path.StartsWith(Blobs, StringComparison.Ordinal) && Digest.TryParse(path[Blobs.Length..].Replace('/', ':'), out var digest) ? digest : null;
            content.Add(path, await StoreAsync(data, entry.Length, claimed, folder, content.Name, cancellation));
        }
    }

    private static async Task<Descriptor> StoreAsync(Stream data, long size, Digest? claimed, string folder, string name, CancellationToken cancellation)
    {
        var algorithm = claimed?.Algorithm ?? "sha256";
        var place = Directory.CreateDirectory(Path.Combine(folder, "blobs", algorithm)).FullName;
        var temporary = Path.Combine(place, "incoming");
        using var hash = IncrementalHash.CreateHash(algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
        await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var buffer = new byte[128 * 1024];
            for (int n; (n = await data.ReadAsync(buffer, cancellation)) > 0;)
            {
                hash.AppendData(buffer, 0, n);
                await file.WriteAsync(buffer.AsMemory(0, n), cancellation);
            }
        }

        var actual = Digest.Parse($"{algorithm}:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
        if (claimed is not null && claimed != actual)
        {
            throw new DigestMismatchException(claimed, actual, "docker:" + name);
        }

        File.Move(temporary, Path.Combine(place, actual.Hex), overwrite: true);
        return new Descriptor("application/octet-stream", actual, size);
    }
}
