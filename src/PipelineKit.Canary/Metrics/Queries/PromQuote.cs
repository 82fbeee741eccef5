using System.Buffers;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>Text as PromQL writes it.</summary>
public static class PromQuote
{
    private static readonly SearchValues<char> Meta = SearchValues.Create(@"\.+*?()|[]{}^$");

    /// <summary>A string literal with its quotes.</summary>
    public static string Literal(string value) => $"\"{Inner(value, '"')}\"";

    /// <summary>What stands between these quotes for a value.</summary>
    public static string Inner(string value, char quote)
    {
        if (!value.AsSpan().ContainsAny('\\', '\n', quote))
        {
            return value;
        }

        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            _ = c == '\n' ? text.Append("\\n") : c == '\\' || c == quote ? text.Append('\\').Append(c) : text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>A regular expression (RE2) that matches exactly this text.</summary>
    public static string Regex(string value)
    {
        if (!value.AsSpan().ContainsAny(Meta))
        {
            return value;
        }

        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            _ = Meta.Contains(c) ? text.Append('\\').Append(c) : text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>Whether a text is written with nothing that a regular expression reads in another way.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAny(Meta);
}
