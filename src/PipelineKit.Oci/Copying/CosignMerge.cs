using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// What a tag of cosign's older form shall mean where it means something else already (cosign SIGNATURE_SPEC.md): signatures and attestations are layers of one manifest, so both
/// sides' layers are kept; of a bill of materials there is one, and the copied one counts.
/// </summary>
internal sealed class CosignMerge(ImagePlace to, string tag)
{
    private const string Signature = "dev.cosignproject.cosign/signature";
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when it is well as it is.</summary>
    internal async Task<ManifestContent?> OfAsync(ManifestContent? current, ManifestContent copied, CancellationToken cancellation)
    {
        if (current is null || current.Digest == copied.Digest)
        {
            return current is null ? copied : null;
        }

        if (tag.EndsWith(".sbom", StringComparison.Ordinal) || current.Config is null || copied.Config is null || IsIn(copied, current))
        {
            return copied;
        }

        return IsIn(current, copied) ? null : await MergeAsync(current, copied, cancellation);
    }

    /// <summary>Whether all layers of <paramref name="part"/> are in <paramref name="whole"/>.</summary>
    private static bool IsIn(ManifestContent whole, ManifestContent part) => part.Layers.All(l => Has(whole, l));

    private static bool Has(ManifestContent manifest, Descriptor layer) =>
        manifest.Layers.Any(l => l.Digest == layer.Digest && l.Annotations.GetValueOrDefault(Signature) == layer.Annotations.GetValueOrDefault(Signature));

    private async Task<ManifestContent> MergeAsync(ManifestContent current, ManifestContent copied, CancellationToken cancellation)
    {
        var content = Config(current.Layers.Concat(copied.Layers.Where(l => !Has(current, l))));
        var config = await to.Store.PutBlobAsync(to.Repository, content, current.Config!.MediaType, cancellation);
        using var theirs = JsonDocument.Parse(current.Bytes);
        using var ours = JsonDocument.Parse(copied.Bytes);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            foreach (var property in theirs.RootElement.EnumerateObject())
            {
                if (property.NameEquals("config"))
                {
                    json.WriteStartObject("config");
                    json.WriteString("mediaType", config.MediaType);
                    json.WriteNumber("size", config.Size);
                    json.WriteString("digest", config.Digest.Text);
                    json.WriteEndObject();
                }
                else if (property.NameEquals("layers"))
                {
                    WriteLayers(json, property.Value, ours.RootElement.GetProperty("layers"), i => !Has(current, copied.Layers[i]));
                }
                else
                {
                    property.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return ManifestParser.Parse(buffer.WrittenMemory, current.MediaType, $"{to.Text}:{tag}");
    }

    private static void WriteLayers(Utf8JsonWriter json, JsonElement theirs, JsonElement ours, Func<int, bool> isAdded)
    {
        json.WriteStartArray("layers");
        foreach (var layer in theirs.EnumerateArray())
        {
            layer.WriteTo(json);
        }

        for (var i = 0; i < ours.GetArrayLength(); i++)
        {
            if (isAdded(i))
            {
                ours[i].WriteTo(json);
            }
        }

        json.WriteEndArray();
    }

    // An empty image with these layers, which nothing ever unpacks.
    private static byte[] Config(IEnumerable<Descriptor> layers)
    {
        var diffs = string.Join(',', layers.Select(l => $"\"{l.Digest}\""));
        return Encoding.UTF8.GetBytes($$$"""{"architecture":"","created":"0001-01-01T00:00:00Z","os":"","rootfs":{"type":"layers","diff_ids":[{{{diffs}}}]},"config":{}}""");
    }
}
