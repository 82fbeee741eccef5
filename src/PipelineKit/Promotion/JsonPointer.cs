using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Promotion;

/// <summary>Places in JSON documents (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>Whether it is written as one: empty, or beginning with <c>/</c>, and <c>~</c> only as <c>~0</c> and <c>~1</c>.</summary>
    internal static bool IsOne(string text)
    {
        for (var i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 >= text.Length || text[i + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return text.Length == 0 || text[0] == '/';
    }

    /// <summary>What is there; null for nothing.</summary>
    internal static JsonElement? Find(JsonElement root, string pointer)
    {
        var at = root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var member))
            {
                at = member;
            }
            else if (at.ValueKind == JsonValueKind.Array && IndexOf(name) is { } index && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    private static int? IndexOf(string text) =>
        (text.Length == 1 || !text.StartsWith('0')) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
