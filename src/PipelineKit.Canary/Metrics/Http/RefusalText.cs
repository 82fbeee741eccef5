using System.Text;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>What a server says when it refuses, shortened to what a message can hold.</summary>
internal static class RefusalText
{
    private const int MaximumBytes = 16 << 10;
    private const int MaximumLength = 500;
    private const int MaximumDepth = 8;

    /// <summary>The members <c>error</c> or <c>error_description</c> of JSON, or plain text; nothing for pages.</summary>
    public static async Task<string> ReadAsync(Stream content, string? mediaType, CancellationToken cancellation)
    {
        var buffer = new byte[MaximumBytes];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return mediaType switch
        {
            "application/json" => OneLine(OfJson(buffer.AsMemory(0, length))),
            "text/plain" => OneLine(Encoding.UTF8.GetString(buffer, 0, length)),
            _ => "",
        };
    }

    /// <summary>On one line, without control characters, with an end.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var c in text.AsSpan().Trim())
        {
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
            if (line.Length == MaximumLength)
            {
                return line.Append("...").ToString();
            }
        }

        return line.ToString().TrimEnd('.');
    }

    /// <summary>What an error says: itself as text, or its message with that of the innermost error in it, as the services of Azure have it.</summary>
    public static string OfError(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return error.ValueKind == JsonValueKind.String ? error.GetString()! : "";
        }

        var (outer, inner) = (Text(error, "message"), "");
        for (var depth = 0; depth < MaximumDepth && Inside(error) is { } next; depth++)
        {
            error = next;
            inner = Text(error, "message") is { Length: > 0 } told ? told : inner;
        }

        var first = outer.Length > 0 ? outer : Text(error, "code");
        return inner.Length == 0 ? first : $"{first.TrimEnd('.')}: {inner}";
    }

    private static JsonElement? Inside(JsonElement error) =>
        error.TryGetProperty("innererror", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner
        : error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array && details.GetArrayLength() > 0 && details[0].ValueKind == JsonValueKind.Object ? details[0]
        : null;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string OfJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? ""
                : Text(root, "error_description") is { Length: > 0 } description ? description
                : OfError(root.TryGetProperty("error", out var error) ? error : root);
        }
        catch (JsonException)
        {
            // What it says is not needed to know that it refused.
            return "";
        }
    }
}
