using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Signatures;

/// <summary>
/// The manifests under the tags <c>sha256-….sig</c> and <c>sha256-….att</c> (cosign SIGNATURE_SPEC.md): images whose every layer is a signature. What others wrote in them
/// is kept as it is.
/// </summary>
internal static class LegacyManifest
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tag of a subject's signatures (<c>sig</c>) or attestations (<c>att</c>).</summary>
    internal static string TagOf(Digest subject, string kind) => $"{subject.Algorithm}-{subject.Hex}.{kind}";

    /// <summary>The configuration: an empty image with these layers, which nothing ever unpacks.</summary>
    internal static byte[] Config(IEnumerable<Digest> layers)
    {
        var all = layers.ToList();
        var history = string.Join(',', all.Select(_ => """{"created":"0001-01-01T00:00:00Z"}"""));
        var layersJson = string.Join(',', all.Select(d => $"\"{d}\""));
        return Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"","created":"0001-01-01T00:00:00Z","history":[{{{history}}}],"os":"","rootfs":{"type":"layers","diff_ids":[{{{layersJson}}}]},"config":{}}""");
    }

    /// <summary>Whether this signature is in it.</summary>
    internal static bool Has(ManifestContent manifest, Descriptor layer) =>
        manifest.Layers.Any(l => l.Digest == layer.Digest && l.Annotations.GetValueOrDefault(SignatureTypes.Signature) == layer.Annotations.GetValueOrDefault(SignatureTypes.Signature));

    /// <summary>The manifest with one more layer.</summary>
    /// <param name="current">What is there; null when nothing is.</param>
    /// <param name="config">The configuration of the new one.</param>
    /// <param name="layer">The signature.</param>
    internal static ManifestContent With(ManifestContent? current, Descriptor config, Descriptor layer)
    {
        using var document = current is null ? null : JsonDocument.Parse(current.Bytes);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", current?.MediaType ?? MediaTypes.OciManifest);
            json.WritePropertyName("config");
            Write(json, config);
            json.WriteStartArray("layers");
            if (document is not null)
            {
                foreach (var before in document.RootElement.GetProperty("layers").EnumerateArray())
                {
                    before.WriteTo(json);
                }
            }

            Write(json, layer);
            json.WriteEndArray();
            if (document is not null)
            {
                foreach (var other in document.RootElement.EnumerateObject().Where(p => p.Name is not ("schemaVersion" or "mediaType" or "config" or "layers")))
                {
                    other.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return ManifestParser.Parse(buffer.WrittenMemory, current?.MediaType ?? MediaTypes.OciManifest, "the manifest of older signatures");
    }

    private static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteNumber("size", descriptor.Size);
        json.WriteString("digest", descriptor.Digest.Text);
        if (descriptor.Annotations.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (name, value) in descriptor.Annotations.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
