using System.Globalization;
using System.Text;

namespace PipelineKit.Policy;

/// <content>Strings: basic, literal, and both over several lines.</content>
internal sealed partial class TomlReader
{
    private string Quoted() =>
        At("\"\"\"") ? QuotedLines('"') : At("'''") ? QuotedLines('\'') : QuotedLine();

    private string QuotedLine()
    {
        var quote = Current;
        var text = new StringBuilder();
        for (_at++; Current != quote; _at++)
        {
            Character(quote, text, isMultiLine: false);
        }

        _at++;
        return text.ToString();
    }

    private string QuotedLines(char quote)
    {
        var text = new StringBuilder();
        _at += 3;
        if (At("\r\n") || At("\n"))
        {
            _at += Current == '\r' ? 1 : 0;
            NewLine();
            _at++;
        }

        // Up to two quotes may stand before the three that end it.
        while (!(Current == quote && At(new string(quote, 3)) && !At(new string(quote, 4))))
        {
            Character(quote, text, isMultiLine: true);
            _at++;
        }

        _at += 3;
        return text.ToString();
    }

    // One character, an escape, or a line end; stays on the last character of it.
    private void Character(char quote, StringBuilder text, bool isMultiLine)
    {
        if (_at >= _text.Length)
        {
            throw Error("the text ends inside a string");
        }

        var c = Current;
        if (c == '\\' && quote == '"')
        {
            Escape(text, isMultiLine);
        }
        else if (c == '\n' && isMultiLine)
        {
            NewLine();
            text.Append('\n');
        }
        else if (c == '\r' && isMultiLine && At("\r\n"))
        {
            // The line feed that follows is the line end.
        }
        else if (c != '\t' && char.IsControl(c))
        {
            throw Error(c is '\n' or '\r' ? "the line ends inside a string" : "a control character stands in a string");
        }
        else
        {
            text.Append(c);
        }
    }

    private void Escape(StringBuilder text, bool isMultiLine)
    {
        _at++;
        var plain = "btnfr\"\\".IndexOf(Current, StringComparison.Ordinal);
        if (plain >= 0 && Current != '\0')
        {
            text.Append("\b\t\n\f\r\"\\"[plain]);
        }
        else if (Current is 'u' or 'U')
        {
            var digits = Current == 'u' ? 4 : 8;
            var hex = _text.AsSpan(_at + 1, Math.Min(digits, _text.Length - _at - 1));
            if (hex.Length < digits || !int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar) || !Rune.TryCreate(scalar, out var rune))
            {
                throw Error("this escape is no character");
            }

            text.Append(rune.ToString());
            _at += digits;
        }
        else if (isMultiLine && Current is ' ' or '\t' or '\r' or '\n')
        {
            SkipFold();
        }
        else
        {
            throw Error($"the escape `\\{Current}` is not known");
        }
    }

    // A backslash at the end of a line: everything up to the next character that is no space is left out.
    private void SkipFold()
    {
        var sawEnd = false;
        for (; Current is ' ' or '\t' or '\r' or '\n'; _at++)
        {
            if (Current == '\n')
            {
                sawEnd = true;
                NewLine();
            }
        }

        if (!sawEnd)
        {
            throw Error("a space follows the backslash, and no line end");
        }

        _at--;
    }
}
