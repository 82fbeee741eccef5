using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Testing;

/// <summary>Strict reading and canonical writing of JSON: what is not known is refused, not ignored.</summary>
internal static class FakeJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes as the writing function wrote them, without spaces; <c>+</c> stays <c>+</c>.</summary>
    internal static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The object of a request's body with at most these members.</summary>
    internal static JsonElement Body(LoopbackRequest request, params string[] members)
    {
        if (request.Header("Content-Type")?.Split(';')[0] != "application/json")
        {
            throw new FakeRefusalException(415, $"a body of {request.Header("Content-Type") ?? "no type"}, application/json is needed");
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body, Strict);
            return Known(document.RootElement.Clone(), members);
        }
        catch (JsonException e)
        {
            throw new FakeRefusalException(400, "the body is not JSON: " + e.Message);
        }
    }

    /// <summary>A member that is an object with at most these members.</summary>
    internal static JsonElement Object(this JsonElement parent, string name, params string[] members) => Known(Need(parent, name), members);

    /// <summary>A member that is a text.</summary>
    internal static string Text(this JsonElement parent, string name) =>
        Need(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new FakeRefusalException(400, $"`{name}` is not a text");

    /// <summary>A member that is base64, standard and padded.</summary>
    internal static byte[] Bytes(this JsonElement parent, string name) =>
        Need(parent, name).TryGetBytesFromBase64(out var bytes) ? bytes : throw new FakeRefusalException(400, $"`{name}` is not base64");

    /// <summary>Whether the member is there and not null.</summary>
    internal static bool Has(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static JsonElement Need(JsonElement parent, string name) =>
        Has(parent, name) ? parent.GetProperty(name) : throw new FakeRefusalException(400, $"`{name}` is missing");

    private static JsonElement Known(JsonElement element, string[] members)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FakeRefusalException(400, "an object is needed");
        }

        foreach (var unknown in element.EnumerateObject().Where(p => !members.Contains(p.Name, StringComparer.Ordinal)))
        {
            throw new FakeRefusalException(400, $"`{unknown.Name}` is not known here");
        }

        return element;
    }
}
