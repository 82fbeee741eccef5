using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>The artifact manifest that puts a bundle beside its subject (cosign BUNDLE_SPEC.md; OCI image specification 1.1, "Guidelines for Artifact Usage").</summary>
internal static class BundleManifest
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ManifestContent Make(Descriptor config, Descriptor layer, Descriptor subject, BundleContent content, DateTimeOffset created)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciManifest);
            json.WriteString("artifactType", SigstoreBundle.MediaType);
            Write(json, "config", config);
            json.WriteStartArray("layers");
            Write(json, name: null, layer);
            json.WriteEndArray();
            Write(json, "subject", subject);
            json.WriteStartObject("annotations");
            json.WriteString(SignatureTypes.Created, created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            WriteContent(json, content);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return ManifestParser.Parse(buffer.WrittenMemory, MediaTypes.OciManifest, "the manifest of a bundle");
    }

    private static void WriteContent(Utf8JsonWriter json, BundleContent content)
    {
        json.WriteString(SignatureTypes.BundleContent, content is DsseContent ? "dsse-envelope" : "message-signature");
        if (content is DsseContent { Envelope: { PayloadType: DsseEnvelope.InTotoPayload } envelope })
        {
            json.WriteString(SignatureTypes.BundlePredicate, InTotoStatement.Parse(envelope.Payload).PredicateType);
        }
    }

    private static void Write(Utf8JsonWriter json, string? name, Descriptor descriptor)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.Text);
        json.WriteNumber("size", descriptor.Size);
        json.WriteEndObject();
    }
}
