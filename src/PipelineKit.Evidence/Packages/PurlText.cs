using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>Percent-encoding of package URLs (ECMA-427 section 5.4): letters, digits, <c>-._~</c> and the colon stand for themselves, the slash where it separates or in the value of a qualifier.</summary>
internal static class PurlText
{
    public static string Write(PackageUrl url)
    {
        var text = new StringBuilder(64).Append("pkg:").Append(url.Type).Append('/');
        if (url.Namespace.Length > 0)
        {
            Encode(text, url.Namespace, keepSlash: true);
            text.Append('/');
        }

        Encode(text, url.Name, keepSlash: false);
        if (url.Version.Length > 0)
        {
            text.Append('@');
            Encode(text, url.Version, keepSlash: false);
        }

        var separator = '?';
        foreach (var qualifier in url.Qualifiers)
        {
            text.Append(separator).Append(qualifier.Key).Append('=');
            Encode(text, qualifier.Value, keepSlash: true);
            separator = '&';
        }

        if (url.Subpath.Length > 0)
        {
            text.Append('#');
            Encode(text, url.Subpath, keepSlash: true);
        }

        return text.ToString();
    }

    /// <summary>Decodes; false when a percent sign is followed by anything but two hex digits, the bytes are no UTF-8, or a control character comes out.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        if (!text.Contains('%'))
        {
            decoded = text.ToString();
            return !HasControl(decoded);
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var take = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                length += Encoding.UTF8.GetBytes(text.Slice(i, take), bytes.AsSpan(length));
                i += take - 1;
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return false;
            }

            bytes[length++] = (byte)((Hex(text[i + 1]) << 4) | Hex(text[i + 2]));
            i += 2;
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            return false;
        }

        decoded = Encoding.UTF8.GetString(bytes, 0, length);
        return !HasControl(decoded);
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    private static void Encode(StringBuilder text, string value, bool keepSlash)
    {
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or ':' || (c == '/' && keepSlash))
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append("0123456789ABCDEF"[b >> 4]).Append("0123456789ABCDEF"[b & 15]);
            }
        }
    }

    private static int Hex(char c) => c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}
