using System.Formats.Tar;
using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.Images;
using PipelineKit.Oci;

namespace PipelineKit.Scans;

/// <summary>
/// One platform of an image in a folder, for scanners to read: fetched and held to its digests here, wherever it is from, so that a scanner needs neither
/// a registry nor a credential, and looks at nothing else.
/// </summary>
internal static class ImageCopy
{
    /// <summary>The name of the layout in the folder.</summary>
    internal const string LayoutName = "image";

    /// <summary>The name of the archive in the folder.</summary>
    internal const string ArchiveName = "image.tar";

    /// <summary>Most bytes of an image, as its layers are kept in its registry.</summary>
    private const long MaximumBytes = 40L << 30;

    /// <summary>Writes <c>image</c>, a layout with nothing but this platform.</summary>
    internal static async Task<ManifestContent> WriteLayoutAsync(OpenedImage image, GatePlatform platform, string folder, CancellationToken cancellation)
    {
        var place = Path.Combine(folder, LayoutName);
        var manifest = await image.Source.GetManifestAsync(image.Repository, platform.Manifest, cancellation);
        var blobs = manifest.Layers.Prepend(manifest.Config!).DistinctBy(b => b.Digest).ToArray();
        if (blobs.Sum(b => decimal.CreateSaturating(b.Size)) > MaximumBytes)
        {
            throw new RegistryException(RegistryProblem.Protocol, image.Name, $"the layers have more than the {MaximumBytes} bytes that are fetched for a scanner");
        }

        using var writer = await OciLayoutWriter.OpenAsync(place, cancellation);
        foreach (var blob in blobs)
        {
            var file = BlobFile(folder, blob.Digest);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using var content = await image.Source.OpenBlobAsync(image.Repository, blob, cancellation);
            await using var target = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            await content.CopyToAsync(target, 128 * 1024, cancellation);
        }

        await writer.ListAsync(await writer.PutManifestAsync(manifest.Bytes, cancellation), cancellation);
        return manifest;
    }

    /// <summary>Writes <c>image.tar</c> from the layout: the archive of <c>docker save</c>, layers packed as they are.</summary>
    internal static async Task WriteArchiveAsync(ManifestContent manifest, string folder, CancellationToken cancellation)
    {
        await using var file = new FileStream(Path.Combine(folder, ArchiveName), FileMode.Create, FileAccess.Write, FileShare.None);
        await using var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true);
        var config = manifest.Config!.Digest.Hex + ".json";
        await WriteAsync(tar, config, BlobFile(folder, manifest.Config.Digest), cancellation);
        foreach (var layer in manifest.Layers.DistinctBy(l => l.Digest))
        {
            await WriteAsync(tar, NameOf(layer), BlobFile(folder, layer.Digest), cancellation);
        }

        using var description = new MemoryStream(Description(config, manifest.Layers));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = description, ModificationTime = DateTimeOffset.UnixEpoch }, cancellation);
    }

    private static string BlobFile(string folder, Digest digest) => Path.Combine(folder, LayoutName, "blobs", digest.Algorithm, digest.Hex);

    private static string NameOf(Descriptor layer) => layer.Digest.Hex + (layer.MediaType.EndsWith("gzip", StringComparison.Ordinal) ? ".tar.gz" : ".tar");

    private static async Task WriteAsync(TarWriter tar, string name, string file, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(file);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch }, cancellation);
    }

    private static byte[] Description(string config, IReadOnlyList<Descriptor> layers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("Config", config);
            json.WriteNull("RepoTags");
            json.WriteStartArray("Layers");
            foreach (var layer in layers)
            {
                json.WriteStringValue(NameOf(layer));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
