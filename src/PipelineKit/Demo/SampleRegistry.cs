using System.Buffers;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Demo;

/// <summary>An OCI image layout that stands for a registry: every image an index over two platforms, with tiny content of its own; the shop has a layer with packages.</summary>
internal static class SampleRegistry
{
    private static readonly Platform[] Platforms = [new("linux", "amd64"), new("linux", "arm64")];

    /// <summary>Writes it.</summary>
    /// <returns>The digest of each image, and of each of its platforms, by name (<c>NAME</c>, <c>NAME linux/amd64</c>).</returns>
    internal static async Task<IReadOnlyDictionary<string, Digest>> WriteAsync(string folder, IEnumerable<string> images, CancellationToken cancellation)
    {
        var digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        using var layout = await OciLayoutWriter.OpenAsync(folder, cancellation);
        foreach (var name in images)
        {
            var children = new List<Descriptor>();
            foreach (var platform in Platforms)
            {
                var (plain, packed) = name == SampleRepository.Shop ? SampleLayer.Of(platform) : ([], []);
                var layer = packed.Length == 0 ? null : await layout.PutBlobAsync(packed, "application/vnd.oci.image.layer.v1.tar+gzip", cancellation);
                var config = await layout.PutBlobAsync(Config(name, platform, layer is null ? null : Digest.Sha256(plain)), "application/vnd.oci.image.config.v1+json", cancellation);
                var manifest = await layout.PutManifestAsync(Manifest(config, layer), cancellation) with { Platform = platform };
                children.Add(manifest);
                digests[$"{name} {platform.Os}/{platform.Architecture}"] = manifest.Digest;
            }

            var index = await layout.PutManifestAsync(Index(children), cancellation);
            await layout.TagAsync(index, ImageReference.Parse(name), cancellation);
            digests[name] = index.Digest;
        }

        return digests;
    }

    private static byte[] Config(string name, Platform platform, Digest? layer) =>
        Json(json =>
        {
            json.WriteString("architecture", platform.Architecture);
            json.WriteString("os", platform.Os);
            json.WriteString("author", $"a sample that stands for {name}");
            json.WriteStartObject("rootfs");
            json.WriteString("type", "layers");
            json.WriteStartArray("diff_ids");
            if (layer is not null)
            {
                json.WriteStringValue(layer.Text);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static byte[] Manifest(Descriptor config, Descriptor? layer) =>
        Json(json =>
        {
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciManifest);
            json.WritePropertyName("config");
            Write(json, config);
            json.WriteStartArray("layers");
            if (layer is not null)
            {
                Write(json, layer);
            }

            json.WriteEndArray();
        });

    private static byte[] Index(IEnumerable<Descriptor> children) =>
        Json(json =>
        {
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciIndex);
            json.WriteStartArray("manifests");
            foreach (var child in children)
            {
                Write(json, child);
            }

            json.WriteEndArray();
        });

    private static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.Text);
        json.WriteNumber("size", descriptor.Size);
        if (descriptor.Platform is { } platform)
        {
            json.WriteStartObject("platform");
            json.WriteString("os", platform.Os);
            json.WriteString("architecture", platform.Architecture);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
