using System.Buffers;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>Edits index.json of a layout without losing what it does not know.</summary>
internal static class LayoutIndexJson
{
    internal static ReadOnlyMemory<byte> Empty { get; } =
        System.Text.Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[]}""");

    /// <summary>The index with this manifest listed under these names, which nobody else keeps; or with the names gone.</summary>
    internal static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> index, Descriptor manifest, IReadOnlyList<(string Key, string Value)> names, bool isListed)
    {
        using var document = JsonDocument.Parse(index);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals("manifests"))
                {
                    WriteEntries(json, property.Value, manifest, names, isListed);
                }
                else
                {
                    property.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteEntries(Utf8JsonWriter json, JsonElement entries, Descriptor manifest, IReadOnlyList<(string Key, string Value)> names, bool isListed)
    {
        json.WriteStartArray("manifests");
        foreach (var entry in entries.EnumerateArray().Where(e => !IsReplaced(e, manifest, names)))
        {
            WriteWithout(json, entry, names);
        }

        if (isListed)
        {
            Write(json, manifest, names);
        }

        json.WriteEndArray();
    }

    // The same manifest with the same names, or without any: the new entry says all that the old one did.
    private static bool IsReplaced(JsonElement entry, Descriptor manifest, IReadOnlyList<(string Key, string Value)> names)
    {
        var others = entry.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
            ? annotations.EnumerateObject().Count(a => !names.Contains((a.Name, a.Value.GetString()!)))
            : 0;
        return others == 0 && entry.GetProperty("digest").ValueEquals(manifest.Digest.Text);
    }

    private static void WriteWithout(Utf8JsonWriter json, JsonElement entry, IReadOnlyList<(string Key, string Value)> names)
    {
        json.WriteStartObject();
        foreach (var property in entry.EnumerateObject())
        {
            if (!property.NameEquals("annotations") || property.Value.ValueKind != JsonValueKind.Object)
            {
                property.WriteTo(json);
                continue;
            }

            json.WriteStartObject("annotations");
            foreach (var annotation in property.Value.EnumerateObject().Where(a => !names.Contains((a.Name, a.Value.GetString()!))))
            {
                annotation.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Descriptor manifest, IReadOnlyList<(string Key, string Value)> names)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", manifest.MediaType);
        json.WriteString("digest", manifest.Digest.Text);
        json.WriteNumber("size", manifest.Size);
        if (names.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (key, value) in names)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
