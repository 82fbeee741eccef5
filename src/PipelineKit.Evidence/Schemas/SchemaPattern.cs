using System.Text;
using System.Text.RegularExpressions;

namespace PipelineKit.Evidence;

/// <summary>
/// A regular expression of a schema (ECMA 262 with the flag <c>u</c>), as far as schemas use them: no look-around and no back-references, so that it runs in time linear in the text. A pattern that nothing but a line break fails is
/// answered without an expression.
/// </summary>
internal sealed class SchemaPattern
{
    private readonly Lazy<Regex>? _regex;

    public SchemaPattern(string text)
    {
        Text = text;
        _regex = text == "^(.*)$" ? null : new Lazy<Regex>(() => new Regex(Translate(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout));
    }

    /// <summary>As the schema has it.</summary>
    public string Text { get; }

    /// <summary>Whether it is found in the text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (_regex is null)
        {
            return !HasLineBreak(utf8);
        }

        if (utf8.Length > 512)
        {
            return _regex.Value.IsMatch(Encoding.UTF8.GetString(utf8));
        }

        Span<char> chars = stackalloc char[utf8.Length];
        return _regex.Value.IsMatch(chars[..Encoding.UTF8.GetChars(utf8, chars)]);
    }

    private static bool HasLineBreak(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'\n', (byte)'\r') >= 0 || text.IndexOf("\u2028"u8) >= 0 || text.IndexOf("\u2029"u8) >= 0;

    // Where the two languages differ: `.` leaves out four line breaks and not one, `$` is the end and not before a last line break, \d is ASCII.
    private static string Translate(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        var inClass = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                i++;
                result.Append(text[i] == 'd' ? inClass ? "0-9" : "[0-9]" : text[i] == '/' ? "/" : $"\\{text[i]}");
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            result.Append((c, inClass) switch
            {
                ('.', false) => @"[^\n\r\u2028\u2029]",
                ('$', false) => @"\z",
                _ => c.ToString(),
            });
        }

        return result.ToString();
    }
}
