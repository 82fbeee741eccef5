using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>
/// The older form of an archive: <c>manifest.json</c> names the configuration and the uncompressed layers. An OCI manifest is made of them, always the same
/// for the same image; its digest is known on this machine only. The layers must be those the configuration lists.
/// </summary>
internal static class SavedArchive
{
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    private const int MaximumConfig = 8 << 20;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    internal static async Task<Digest> FinishAsync(ArchiveContent content, string folder, Digest id, CancellationToken cancellation)
    {
        var description = content.Description("manifest.json") ?? throw new InvalidDataException("it has neither an OCI layout nor a manifest.json");
        var (configPath, layerPaths) = Read(description);
        var config = content.Find(configPath) with { MediaType = ConfigType };
        var source = "docker:" + content.Name;
        if (config.Digest != id)
        {
            throw new DigestMismatchException(id, config.Digest, source);
        }

        var layers = layerPaths.Select(p => content.Find(p) with { MediaType = LayerType }).ToArray();
        await CheckLayersAsync(config, layers, folder, source, cancellation);

        using var writer = await OciLayoutWriter.OpenAsync(folder, cancellation);
        var manifest = await writer.PutManifestAsync(Manifest(config, layers), cancellation);
        await writer.ListAsync(manifest, cancellation);
        return manifest.Digest;
    }

    private static (string Config, string[] Layers) Read(byte[] description)
    {
        try
        {
            using var document = JsonDocument.Parse(description, Strict);
            if (document.RootElement.GetArrayLength() != 1)
            {
                throw new InvalidDataException($"its manifest.json lists {document.RootElement.GetArrayLength()} images where one was asked for");
            }

            var image = document.RootElement[0];
            return (image.GetProperty("Config").GetString() ?? "", [.. image.GetProperty("Layers").EnumerateArray().Select(l => l.GetString() ?? "")]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException("its manifest.json is not what it should be", e);
        }
    }

    private static async Task CheckLayersAsync(Descriptor config, Descriptor[] layers, string folder, string source, CancellationToken cancellation)
    {
        if (config.Size > MaximumConfig)
        {
            throw new InvalidDataException($"its configuration has {config.Size} bytes; at most {MaximumConfig} are read");
        }

        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "blobs", config.Digest.Algorithm, config.Digest.Hex), cancellation);
        string?[] listed;
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            listed = [.. document.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(d => d.GetString())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException("its configuration is not what it should be", e);
        }

        if (listed.Length != layers.Length)
        {
            throw new InvalidDataException($"it has {layers.Length} layers, its configuration lists {listed.Length}");
        }

        for (var i = 0; i < listed.Length; i++)
        {
            var expected = Digest.TryParse(listed[i], out var digest) ? digest : throw new InvalidDataException($"its configuration lists `{listed[i]}` as a layer");
            if (expected != layers[i].Digest)
            {
                throw new DigestMismatchException(expected, layers[i].Digest, source);
            }
        }
    }

    private static byte[] Manifest(Descriptor config, Descriptor[] layers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciManifest);
            json.WritePropertyName("config");
            Write(json, config);
            json.WriteStartArray("layers");
            foreach (var layer in layers)
            {
                Write(json, layer);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.Text);
        json.WriteNumber("size", descriptor.Size);
        json.WriteEndObject();
    }
}
