using System.Buffers;
using System.Globalization;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Quoted scalars (YAML 1.2.2, sections 7.3.1 and 7.3.2).</summary>
internal ref partial struct StrictYaml
{
    private static readonly SearchValues<byte> HexBytes = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Reads a quoted scalar; what it was is in the fields, and the position is after its closing quote.</summary>
    /// <param name="indent">What the lines after the first must be indented more than.</param>
    private bool Quoted(int indent)
    {
        var quote = _text[_at];
        var open = _at++;
        _start = _at;
        _flags = CellFlags.None;
        _style = quote == '"' ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted;
        while (true)
        {
            var next = quote == '"' ? _text[_at..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n') : _text[_at..].IndexOfAny((byte)'\'', (byte)'\n');
            if (next < 0)
            {
                Fail(open, "a quote is not closed", $"Close it with `{(char)quote}`, or double a quote that belongs to the text.");
                return false;
            }

            _at += next;
            var b = _text[_at];
            if (b == '\n')
            {
                _flags |= CellFlags.ManyLines;
                if (!QuotedLine(open, indent))
                {
                    return false;
                }
            }
            else if (b == '\\')
            {
                _flags |= CellFlags.Escapes;
                if (!Escape())
                {
                    return false;
                }
            }
            else if (quote == '\'' && _at + 1 < _text.Length && _text[_at + 1] == '\'')
            {
                _flags |= CellFlags.Escapes;
                _at += 2;
            }
            else
            {
                _length = _at - _start;
                _at++;
                return true;
            }
        }
    }

    /// <summary>From a line break within quotes to the text of the next line.</summary>
    private bool QuotedLine(int open, int indent)
    {
        var line = ++_at;
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }

        var column = _at - line;
        _at = AfterBlanks(_at);
        if (IsBreakOrEnd(_at))
        {
            return true;
        }

        if (column == 0 && IsMarker(line))
        {
            Fail(open, "a quote is not closed before the end of the document", $"Close it with `{(char)_text[open]}`.");
        }
        else if (column <= indent)
        {
            Fail(_at, "a line of a quoted text is indented less than the text", "Indent it more than the key, or close the quote on the line above.");
        }

        return !_failed;
    }

    private bool Escape()
    {
        var at = _at + 1;
        if (at >= _text.Length)
        {
            _at = at;
            return true;
        }

        var digits = 0;
        switch (_text[at])
        {
            case (byte)'\n':
                _at = at;
                return true;
            case (byte)'\r':
                _at = at + 1;
                return true;
            case (byte)'x':
                digits = 2;
                break;
            case (byte)'u':
                digits = 4;
                break;
            case (byte)'U':
                digits = 8;
                break;
            case (byte)'0' or (byte)'a' or (byte)'b' or (byte)'t' or (byte)'\t' or (byte)'n' or (byte)'v' or (byte)'f' or (byte)'r' or (byte)'e' or (byte)' ' or (byte)'"'
                or (byte)'/' or (byte)'\\' or (byte)'N' or (byte)'_' or (byte)'L' or (byte)'P':
                _at = at + 1;
                return true;
            default:
                Fail(_at, "a backslash in double quotes is followed by what is no escape", "Double the backslash, or use single quotes.");
                return false;
        }

        if (at + 1 + digits > _text.Length
            || _text.Slice(at + 1, digits).ContainsAnyExcept(HexBytes)
            || !int.TryParse(_text.Slice(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            Fail(_at, "an escape in double quotes is not the number of a character", $"Write `\\{(char)_text[at]}` with {digits} hex digits, and no halves of surrogate pairs.");
            return false;
        }

        _at = at + 1 + digits;
        return true;
    }
}
