using System.Globalization;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>
/// Plain text put into Markdown so that it stays plain: no emphasis, link, image, HTML, mention or reference to an issue comes out of it.
/// GitHub looks for mentions and issues after rendering, where a backslash is gone; a zero-width space stops those.
/// </summary>
public static class MarkdownText
{
    private const char Divider = '\u200B';
    private const string Escaped = "\\`*_[]<>|~$!&^\"'";
    private const int MaxLanguage = 20;

    /// <summary>One line of plain text.</summary>
    public static string Escape(string text)
    {
        var line = SafeText.Line(text, int.MaxValue);
        var result = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
        {
            var (c, next) = (line[i], i + 1 < line.Length ? line[i + 1] : '\0');
            if (Escaped.Contains(c, StringComparison.Ordinal) || IsLineMarker(line, i) || IsDoubled(line, i) || IsLinkSign(line, i))
            {
                result.Append('\\').Append(c);
            }
            else
            {
                result.Append(c);
            }

            if (IsReference(line, i, next))
            {
                result.Append(Divider);
            }
        }

        return result.ToString();
    }

    /// <summary>Text in a fixed-width face, where it can be; text with a backtick or a bar is escaped instead.</summary>
    public static string Code(string text)
    {
        var line = SafeText.Line(text, int.MaxValue).Trim();
        return line.Length == 0 || line.AsSpan().ContainsAny('`', '|') ? Escape(line) : $"`{line}`";
    }

    /// <summary>Markdown that leads to an address of HTTP(S); the Markdown alone when the text is no such address, or has a user in it.</summary>
    /// <param name="markdown">What is shown; not changed.</param>
    /// <param name="address">Where to.</param>
    public static string Link(string markdown, string address)
    {
        if (markdown.Length == 0 || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0)
        {
            return markdown;
        }

        var (target, isFragment) = (new StringBuilder(), false);
        foreach (var c in url.AbsoluteUri)
        {
            target.Append(
                char.IsAsciiLetterOrDigit(c) || "-._~:/?=%+,;".Contains(c, StringComparison.Ordinal) || (c == '#' && !isFragment) ? c.ToString()
                : c == '&' ? "&amp;"
                : char.IsAscii(c) ? string.Create(CultureInfo.InvariantCulture, $"%{(int)c:X2}")
                : "");
            isFragment |= c == '#';
        }

        return $"[{markdown}]({target})";
    }

    /// <summary>One line of text for places without Markdown, such as a title or the subject of a commit: no mention, reference to an issue or address comes out of it.</summary>
    public static string Plain(string text, int maxLength)
    {
        var line = SafeText.Line(text, maxLength);
        var result = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
        {
            result.Append(line[i]);
            var next = i + 1 < line.Length ? line[i + 1] : '\0';
            if (IsReference(line, i, next) || (line[i] == ':' && next == '/') || (line[i] == '!' && char.IsAsciiDigit(next)) || (line[i] == '@' && next == '<'))
            {
                result.Append(Divider);
            }
        }

        return result.ToString();
    }

    /// <summary>A block of text as it is, in a fence no line of it can close. A language that is not a short word is left out.</summary>
    public static string Fence(IReadOnlyList<string> lines, string language)
    {
        var longest = lines.Select(LongestRunOfBackticks).DefaultIfEmpty(0).Max();
        var fence = new string('`', Math.Max(3, longest + 1));
        var name = language.Length <= MaxLanguage && language.All(c => char.IsAsciiLetterLower(c) || c is '-' or '+') ? language : "";
        return $"{fence}{name}\n{string.Concat(lines.Select(line => line + "\n"))}{fence}\n";
    }

    /// <summary>Text inside an HTML element.</summary>
    internal static string Html(string text)
    {
        var line = SafeText.Line(text, int.MaxValue);
        var result = new StringBuilder(line.Length + 16);
        foreach (var c in line)
        {
            result.Append(c is '&' or '<' or '>' or '"' or '\'' or '@' or '#' ? string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};") : c.ToString());
            if (c is '@' or '#')
            {
                result.Append(Divider);
            }
        }

        return result.ToString();
    }

    // Mentions, and numbers of issues.
    private static bool IsReference(string line, int i, char next) =>
        char.IsAsciiLetterOrDigit(next) && (line[i] == '@' || (char.IsAsciiDigit(next) && (line[i] == '#' || (line[i] == '-' && EndsWithGh(line, i)))));

    // Headings, lists, quotes, tables and rules begin with these; a number needs its dot or bracket escaped.
    private static bool IsLineMarker(string line, int index)
    {
        var c = line[index];
        if (c is not ('#' or '+' or '-' or '=' or '.' or ')' or ':'))
        {
            return false;
        }

        var before = line.AsSpan(0, index).Trim();
        return c is '.' or ')' ? before.Length > 0 && !before.ContainsAnyExceptInRange('0', '9') : before.Length == 0;
    }

    // `++` and `==` are emphasis in some dialects.
    private static bool IsDoubled(string line, int index) =>
        line[index] is '+' or '=' && ((index > 0 && line[index - 1] == line[index]) || (index + 1 < line.Length && line[index + 1] == line[index]));

    // What makes an address of plain text: `://`, `mailto:` and `xmpp:` (GFM, section 6.9), `tel:`, `www.`.
    private static bool IsLinkSign(string line, int index)
    {
        var before = line.AsSpan(0, index);
        return line[index] switch
        {
            '.' => before.EndsWith("www", StringComparison.OrdinalIgnoreCase),
            ':' => (index + 1 < line.Length && line[index + 1] == '/') || EndsWithScheme(before),
            _ => false,
        };
    }

    private static bool EndsWithScheme(ReadOnlySpan<char> text) =>
        text.EndsWith("mailto", StringComparison.OrdinalIgnoreCase) || text.EndsWith("xmpp", StringComparison.OrdinalIgnoreCase)
            || text.EndsWith("tel", StringComparison.OrdinalIgnoreCase);

    private static bool EndsWithGh(string line, int index) => line.AsSpan(0, index).EndsWith("GH", StringComparison.OrdinalIgnoreCase);

    private static int LongestRunOfBackticks(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
