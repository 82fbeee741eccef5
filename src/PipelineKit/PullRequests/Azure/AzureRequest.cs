using System.Buffers;
using System.Text.Json;

namespace PipelineKit.PullRequests.Azure;

/// <summary>A request to Azure DevOps.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Below the project; the version of the interface is added.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record AzureRequest(HttpMethod Method, string Path, byte[]? Body = null)
{
    private const string JsonPatch = "application/json-patch+json";

    /// <summary>What the body is.</summary>
    internal string ContentType { get; init; } = "application/json";

    /// <summary>The kind of answer wanted.</summary>
    internal string Accept { get; init; } = "application/json";

    /// <summary>The version of the interface.</summary>
    internal string Version { get; init; } = "7.1";

    /// <summary>Whether doing it twice would be seen: it is not repeated when nobody knows whether it was done.</summary>
    internal bool IsOnce { get; init; }

    internal static AzureRequest Get(string path) => new(HttpMethod.Get, path);

    internal static AzureRequest Post(string path, Action<Utf8JsonWriter> write) => new(HttpMethod.Post, path, Json(write));

    internal static AzureRequest Patch(string path, Action<Utf8JsonWriter> write) => new(HttpMethod.Patch, path, Json(write));

    /// <summary>Sets one property, by JSON patch (RFC 6902).</summary>
    internal static AzureRequest SetProperty(string path, string name, string value)
    {
        void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("op", "add");
            json.WriteString("path", "/" + name);
            json.WriteString("value", value);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return Patch(path, Write) with { ContentType = JsonPatch };
    }

    /// <summary>An object with these members.</summary>
    internal static Action<Utf8JsonWriter> Object(Action<Utf8JsonWriter> write) => json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    };

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
