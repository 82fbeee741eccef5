using System.Buffers;
using System.Text;
using PipelineKit.Locking;

namespace PipelineKit.Render.Functions;

/// <summary>Text as a YAML scalar that every reader takes for exactly this text: plain where nothing can be mistaken, double-quoted otherwise (YAML 1.2.2, 7.3; the types of YAML 1.1 are avoided too).</summary>
internal static class YamlScalarText
{
    private const string Indicators = "-?:,[]{}#&*!|>'\"%@`=<~";

    // Words that some version of YAML reads as null, a boolean, a merge or a default key.
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> FlowMarks = SearchValues.Create(",[]{}");

    // What numbers, dates, times and sexagesimals of any YAML version are made of.
    private static readonly SearchValues<char> NumberMarks = SearchValues.Create("0123456789abcdefABCDEFxXoO_.:+-tTzZ ");

    /// <summary>Appends a scalar.</summary>
    public static void Append(StringBuilder output, string text)
    {
        if (IsPlain(text))
        {
            output.Append(text);
        }
        else
        {
            LockText.AppendQuoted(output, text);
        }
    }

    /// <summary>Whether the text can stand without quotes, in block and in flow style.</summary>
    public static bool IsPlain(string text)
    {
        if (text.Length == 0 || Indicators.Contains(text[0], StringComparison.Ordinal) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text[^1] == ':')
        {
            return false;
        }

        if (text.AsSpan().ContainsAny(FlowMarks)
            || text.Contains(": ", StringComparison.Ordinal)
            || text.Contains(" #", StringComparison.Ordinal)
            || Words.Contains(text)
            || text.StartsWith("---", StringComparison.Ordinal)
            || text.StartsWith("...", StringComparison.Ordinal))
        {
            return false;
        }

        return (char.IsAsciiLetter(text[0]) || text.AsSpan().ContainsAnyExcept(NumberMarks) || !IsNumberStart(text[0])) && text.All(IsOrdinary) && !text.Contains(".inf", StringComparison.OrdinalIgnoreCase)
            && !text.Contains(".nan", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the text can be the lines of a literal block: printable, and its first line does not begin with a blank.</summary>
    public static bool IsBlock(string text) =>
        text.Length > 0 && text[0] is not (' ' or '\n' or '\t') && text.All(static c => c is '\n' or '\t' || IsOrdinary(c) || char.IsSurrogate(c)) && HasWholeSurrogates(text);

    /// <summary>Appends a literal block scalar: the header, then the lines, each after the indent.</summary>
    public static void AppendBlock(StringBuilder output, string text, int indent)
    {
        var body = text.TrimEnd('\n');
        var ends = text.Length - body.Length;
        output.Append(ends switch { 0 => "|-", 1 => "|", _ => "|+" });
        foreach (var line in body.Split('\n'))
        {
            output.Append('\n');
            if (line.Length > 0)
            {
                output.Append(' ', indent).Append(line);
            }
        }

        // The last line break is the caller's, as after every value.
        output.Append('\n', Math.Max(0, ends - 1));
    }

    private static bool IsNumberStart(char c) => char.IsAsciiDigit(c) || c is '+' or '.';

    private static bool IsOrdinary(char c) =>
        c is >= ' ' and < '\x7f' or >= '\xa0' and not ('\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff') && !char.IsSurrogate(c);

    private static bool HasWholeSurrogates(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
