using System.Buffers;
using System.Globalization;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>
/// Makes text from outside fit to be one line of a CI log. GitHub's runner takes <c>::command</c> at the start of a line and the older
/// <c>##[command]</c> anywhere; the Azure agent takes <c>##vso[command]</c> anywhere. A backslash is put into these, control characters
/// are shown as symbols, and everything else stays as it is. Applying it twice changes nothing more.
/// </summary>
public static class SafeText
{
    /// <summary>The most characters of one line; what is longer is cut, and the cut says how much is missing.</summary>
    public const int MaxLineLength = 8192;

    private const int NoteLength = 40;

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(SuspiciousCharacters());

    /// <summary>One line. Line breaks inside become visible symbols.</summary>
    public static string Line(string text, int maxLength = MaxLineLength)
    {
        var safe = text.AsSpan().IndexOfAny(Suspicious) < 0 ? text : CommandBreaker.Break(ShowControls(text));
        return safe.Length <= maxLength ? safe : Cut(safe, maxLength);
    }

    /// <summary>Several lines: split at line feeds, each made safe by itself.</summary>
    public static string Block(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return Line(text);
        }

        return string.Join('\n', Lines(text));
    }

    /// <summary>The safe lines of a text with line breaks (LF or CRLF).</summary>
    public static IEnumerable<string> Lines(string text, int maxLength = MaxLineLength) =>
        text.Split('\n').Select(line => Line(line.EndsWith('\r') ? line[..^1] : line, maxLength));

    /// <summary>Whether the character steers a terminal or the order of reading instead of being seen: controls, separators of lines, overrides of direction.</summary>
    internal static bool IsHidden(char c) =>
        c is < ' ' or (>= '\u007F' and <= '\u009F') or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string ShowControls(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(c).Append(text[++i]);
            }
            else if (char.IsSurrogate(c))
            {
                result.Append('\uFFFD');
            }
            else if (c == '\t' || !IsHidden(c))
            {
                result.Append(c);
            }
            else
            {
                result.Append(Symbol(c));
            }
        }

        return result.ToString();
    }

    private static string Symbol(char c) =>
        c switch
        {
            < ' ' => ((char)('\u2400' + c)).ToString(),
            '\u007F' => "\u2421",
            _ => string.Create(CultureInfo.InvariantCulture, $"<U+{(int)c:X4}>"),
        };

    private static string Cut(string text, int maxLength)
    {
        var keep = Math.Max(0, maxLength - NoteLength);
        if (keep > 0 && char.IsHighSurrogate(text[keep - 1]))
        {
            keep--;
        }

        return $"{text.AsSpan(0, keep)}… ({text.Length - keep} more characters)";
    }

    private static string SuspiciousCharacters()
    {
        var all = new StringBuilder("#:");
        for (var c = '\0'; c < char.MaxValue; c++)
        {
            if (c != '\t' && (IsHidden(c) || char.IsSurrogate(c)))
            {
                all.Append(c);
            }
        }

        return all.ToString();
    }
}
