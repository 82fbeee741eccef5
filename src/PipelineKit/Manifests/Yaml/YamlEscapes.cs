using System.Globalization;
using System.Text;

namespace PipelineKit.Manifests;

/// <summary>Escapes of double-quoted scalars (YAML 1.2, section 5.7). An unknown one stays as it is written.</summary>
internal static class YamlEscapes
{
    internal static string Resolve(string text)
    {
        var next = text.IndexOf('\\', StringComparison.Ordinal);
        if (next < 0)
        {
            return text;
        }

        var resolved = new StringBuilder(text.Length);
        var at = 0;
        while (next >= 0 && next + 1 < text.Length)
        {
            resolved.Append(text, at, next - at);
            at = next + 2 + Append(resolved, text, next + 1);
            next = at < text.Length ? text.IndexOf('\\', at) : -1;
        }

        return at < text.Length ? resolved.Append(text, at, text.Length - at).ToString() : resolved.ToString();
    }

    /// <summary>Appends what the character after the backslash means; returns how many hex digits after it were used.</summary>
    private static int Append(StringBuilder resolved, string text, int at)
    {
        var digits = text[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0
            && at + digits < text.Length
            && uint.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code <= 0x10FFFF)
        {
            _ = code <= char.MaxValue ? resolved.Append((char)code) : resolved.Append(char.ConvertFromUtf32((int)code));
            return digits;
        }

        var meaning = text[at] switch
        {
            '0' => "\0",
            'a' => "\a",
            'b' => "\b",
            't' or '\t' => "\t",
            'n' => "\n",
            'v' => "\v",
            'f' => "\f",
            'r' => "\r",
            'e' => "\u001b",
            ' ' or '"' or '/' or '\\' => text.Substring(at, 1),
            'N' => "\u0085",
            '_' => "\u00a0",
            'L' => "\u2028",
            'P' => "\u2029",
            _ => text.Substring(at - 1, 2),
        };
        resolved.Append(meaning);
        return 0;
    }
}
