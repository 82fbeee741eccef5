using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>The index under a fallback tag (OCI distribution specification 1.1, "Pushing Manifests with Subject"); entries of others are kept as they are.</summary>
internal static class ReferrerIndex
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The index with these manifests in it; null when they are in it already.</summary>
    /// <param name="current">What the tag means now; null when there is none.</param>
    /// <param name="manifests">What refers to the subject.</param>
    /// <param name="subject">What the index is about. Some registries answer its tag with the subject itself: that is no index of referrers.</param>
    internal static ManifestContent? With(ManifestContent? current, IReadOnlyList<ManifestContent> manifests, Digest subject)
    {
        current = current?.Digest == subject ? null : current;
        if (current is not null && !MediaTypes.IsIndex(current.MediaType))
        {
            throw new RegistryException(RegistryProblem.Protocol, subject.Text, $"the tag {ReferrerList.TagOf(subject)} should be an index of referrers, and is {current.MediaType}");
        }

        var missing = manifests.Where(m => current?.Manifests.Any(l => l.Digest == m.Digest) != true).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            Write(json, current, missing);
        }

        return ManifestParser.Parse(buffer.WrittenMemory, MediaTypes.OciIndex, $"the index of what refers to {subject}");
    }

    private static void Write(Utf8JsonWriter json, ManifestContent? current, List<ManifestContent> manifests)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaTypes.OciIndex);
        json.WriteStartArray("manifests");
        using var document = current is null ? null : JsonDocument.Parse(current.Bytes);
        if (document is not null)
        {
            foreach (var entry in document.RootElement.GetProperty("manifests").EnumerateArray())
            {
                entry.WriteTo(json);
            }
        }

        foreach (var manifest in manifests)
        {
            WriteEntry(json, manifest);
        }

        json.WriteEndArray();
        if (document is not null)
        {
            foreach (var property in document.RootElement.EnumerateObject().Where(p => p.Name is not ("schemaVersion" or "mediaType" or "manifests")))
            {
                property.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ManifestContent manifest)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", manifest.MediaType);
        json.WriteString("digest", manifest.Digest.Text);
        json.WriteNumber("size", manifest.Bytes.Length);
        if (ReferrerAttachment.TypeOf(manifest) is { } type)
        {
            json.WriteString("artifactType", type);
        }

        if (manifest.Annotations.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (name, value) in manifest.Annotations)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
