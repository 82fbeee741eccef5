using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Evidence.Tests.Compression;
using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Evidence.Tests.Catalog;

/// <summary>Makes an image of one layer after the other in an OCI layout, and catalogues it.</summary>
internal sealed class ImageBuilder : IDisposable
{
    internal const string Gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    internal const string Zstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    internal const string Plain = "application/vnd.oci.image.layer.v1.tar";

    private readonly TempFolder _folder = new();
    private readonly List<(byte[] Tar, byte[] Stored, string MediaType)> _layers = [];

    internal static ImageReference Repository { get; } = ImageReference.Parse("example.test/app");

    internal string Folder => Path.Combine(_folder.Path, "layout");

    internal string Os { get; init; } = "linux";

    internal Func<JsonArray, JsonArray> ChangeDiffIds { get; init; } = ids => ids;

    /// <summary>A layer of text files; a name that ends with `/` is a folder, a content that starts with `->` a symbolic link, with `=>` a hard link.</summary>
    internal ImageBuilder Layer(params (string Path, string Content)[] files) => Layer(Tar(files));

    internal ImageBuilder Layer(params (string Path, byte[] Content)[] files) =>
        Layer(Write(writer =>
        {
            foreach (var (path, content) in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
            }
        }));

    internal ImageBuilder Layer(byte[] tar, string mediaType = Gzip) =>
        Layer(tar, mediaType switch { Plain => tar, Zstd => ZstdSamples.Compress(tar), _ => Pack(tar) }, mediaType);

    internal ImageBuilder Layer(byte[] tar, byte[] stored, string mediaType)
    {
        _layers.Add((tar, stored, mediaType));
        return this;
    }

    internal async Task<CataloguedImage> CatalogueAsync(CatalogLimits? limits = null)
    {
        var manifest = await BuildAsync();
        return await ImageCatalog.ReadAsync(new OciLayout(Folder), Repository, manifest, limits ?? CatalogLimits.Default, CancellationToken.None);
    }

    internal async Task<ManifestContent> BuildAsync()
    {
        using var writer = await OciLayoutWriter.OpenAsync(Folder, CancellationToken.None);
        var layers = new JsonArray();
        foreach (var (_, stored, mediaType) in _layers)
        {
            layers.Add(Json(await writer.PutBlobAsync(stored, mediaType, CancellationToken.None)));
        }

        var ids = new JsonArray([.. _layers.Select(l => (JsonNode)Digest.Sha256(l.Tar).Text)]);
        var config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = Os,
            ["config"] = new JsonObject(),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = ChangeDiffIds(ids) },
        };
        var stored2 = await writer.PutBlobAsync(Bytes(config), "application/vnd.oci.image.config.v1+json", CancellationToken.None);
        var manifest = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciManifest, ["config"] = Json(stored2), ["layers"] = layers };
        var put = await writer.PutManifestAsync(Bytes(manifest), CancellationToken.None);
        await writer.TagAsync(put, "test", CancellationToken.None);
        return await new OciLayout(Folder).GetManifestAsync(Repository, put.Digest, CancellationToken.None);
    }

    internal static byte[] Tar(params (string Path, string Content)[] files) =>
        Write(writer =>
        {
            foreach (var (path, content) in files)
            {
                writer.WriteEntry(Entry(path, content));
            }
        });

    internal static byte[] Write(Action<TarWriter> write)
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, leaveOpen: true))
        {
            write(writer);
        }

        return bytes.ToArray();
    }

    internal static byte[] Pack(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, level))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }

    public void Dispose() => _folder.Dispose();

    private static PaxTarEntry Entry(string path, string content) =>
        path.EndsWith('/') ? new PaxTarEntry(TarEntryType.Directory, path)
        : content.StartsWith("->", StringComparison.Ordinal) ? new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = content[2..].Trim() }
        : content.StartsWith("=>", StringComparison.Ordinal) ? new PaxTarEntry(TarEntryType.HardLink, path) { LinkName = content[2..].Trim() }
        : new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static JsonObject Json(Descriptor descriptor) => new() { ["mediaType"] = descriptor.MediaType, ["digest"] = descriptor.Digest.Text, ["size"] = descriptor.Size };

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
