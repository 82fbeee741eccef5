using System.Text;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>What a server says when it refuses, shortened to what a message can hold.</summary>
internal static class RefusalText
{
    private const int MaximumBytes = 16 << 10;
    private const int MaximumLength = 500;

    /// <summary>The member <c>error</c> of JSON, or plain text; nothing for pages.</summary>
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

    private static string OfJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "";
        }
        catch (JsonException)
        {
            // What it says is not needed to know that it refused.
            return "";
        }
    }
}
