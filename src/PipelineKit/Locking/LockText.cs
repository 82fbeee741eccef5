using System.Buffers;
using System.Globalization;
using System.Text;

namespace PipelineKit.Locking;

/// <summary>
/// Scalars as the lock writes them: plain where no reader of any YAML version can take the text for anything but text, else in double quotes
/// with everything escaped that does not print (YAML 1.2.2, section 5.7).
/// </summary>
internal static class LockText
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@+-");

    private static readonly SearchValues<char> HexOnlyLetters = SearchValues.Create("abcdf");

    // What YAML 1.1 reads as a boolean or null.
    private static readonly string[] Words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

    /// <summary>Whether the text needs no quotes, in block and in flow.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || (text[0] is not ('-' or ':' or '@') && (text.Contains('/') || IsHex(text))))
        && text[^1] != ':'
        && !text.ContainsAnyExcept(PlainCharacters)
        && !(text.Length <= 5 && IsWord(text));

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var word in Words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a scalar, quoted if it must be.</summary>
    /// <exception cref="ArgumentException">The text has half a surrogate pair, which no file can hold.</exception>
    internal static void Append(StringBuilder output, string text)
    {
        if (IsPlain(text))
        {
            output.Append(text);
        }
        else
        {
            AppendQuoted(output, text);
        }
    }

    /// <summary>Writes a scalar in double quotes.</summary>
    /// <exception cref="ArgumentException">The text has half a surrogate pair, which no file can hold.</exception>
    internal static void AppendQuoted(StringBuilder output, string text)
    {
        output.Append('"');
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != OperationStatus.Done)
            {
                throw new ArgumentException("the text is not valid UTF-16 and cannot be written to a file", nameof(text));
            }

            AppendEscaped(output, rune);
            i += length;
        }

        output.Append('"');
    }

    /// <summary>Reads a scalar in the form <see cref="Append"/> writes; false for every other form, valid YAML or not.</summary>
    internal static bool TryRead(ReadOnlySpan<char> written, out string text)
    {
        text = "";
        if (IsPlain(written))
        {
            text = written.ToString();
            return true;
        }

        if (written.Length < 2 || written[0] != '"' || written[^1] != '"')
        {
            return false;
        }

        var output = new StringBuilder(written.Length);
        for (var inside = written[1..^1]; !inside.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(inside, out var rune, out var length) != OperationStatus.Done || !TryUnescape(inside, ref rune, ref length))
            {
                return false;
            }

            output.Append(rune);
            inside = inside[length..];
        }

        text = output.ToString();
        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<char> text, ref Rune rune, ref int length)
    {
        if (rune.Value != '\\')
        {
            return rune.Value is >= ' ' and < 0x7F and not '"' || (rune.Value > 0x7F && Prints(rune));
        }

        length = text.Length < 2 ? 0 : text[1] switch { 'u' => 6, 'U' => 10, _ => 2 };
        if (length == 0 || length > text.Length)
        {
            return false;
        }

        if (length == 2)
        {
            rune = new Rune(text[1] switch { '"' => '"', '\\' => '\\', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => '\0' });
            return rune.Value != 0;
        }

        return uint.TryParse(text[2..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.TryCreate(value, out rune);
    }

    // A commit that begins with a digit: no number or time has one of these letters, except after 0x, 0o and 0b.
    private static bool IsHex(ReadOnlySpan<char> text) =>
        char.IsAsciiDigit(text[0]) && text.ContainsAny(HexOnlyLetters) && !(text[0] == '0' && char.IsAsciiLetter(text[1]));

    private static void AppendEscaped(StringBuilder output, Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                output.Append("\\\"");
                break;
            case '\\':
                output.Append("\\\\");
                break;
            case '\n':
                output.Append("\\n");
                break;
            case '\r':
                output.Append("\\r");
                break;
            case '\t':
                output.Append("\\t");
                break;
            case >= ' ' and < 0x7F:
            case > 0x7F when Prints(rune):
                output.Append(rune);
                break;
            case <= 0xFFFF:
                output.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
                break;
            default:
                output.Append("\\U").Append(rune.Value.ToString("X8", CultureInfo.InvariantCulture));
                break;
        }
    }

    // Marks, separators, controls and formats (bidirectional overrides among them) are escaped: a diff shows what is there.
    private static bool Prints(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol;
}
