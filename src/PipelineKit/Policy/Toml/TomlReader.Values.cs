using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <content>Values that are no strings.</content>
internal sealed partial class TomlReader
{
    private TomlNode Value(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Error($"values are nested deeper than {MaximumDepth} levels");
        }

        var (line, column) = (_line, Column);
        return Current switch
        {
            '"' or '\'' => new TomlNode(YamlShape.Scalar, line, column) { Text = Quoted(), IsQuoted = true },
            '[' => Array(depth),
            '{' => InlineTable(depth),
            _ => new TomlNode(YamlShape.Scalar, line, column) { Text = Bare() },
        };
    }

    private TomlNode Array(int depth)
    {
        var array = new TomlNode(YamlShape.Sequence, _line, Column) { IsClosed = true };
        _at++;
        for (SkipBlank(); Current != ']'; SkipBlank())
        {
            array.Add(Value(depth + 1));
            SkipBlank();
            if (Current == ',')
            {
                _at++;
            }
            else if (Current != ']')
            {
                throw Error("`,` or `]` is missing in this array");
            }
        }

        _at++;
        return array;
    }

    private TomlNode InlineTable(int depth)
    {
        var table = new TomlNode(YamlShape.Mapping, _line, Column);
        _at++;
        SkipSpaces();
        while (Current != '}')
        {
            Assignment(table, depth + 1);
            SkipSpaces();
            if (Current == ',')
            {
                _at++;
                SkipSpaces();
                if (Current == '}')
                {
                    throw Error("an inline table does not end with a comma");
                }
            }
            else if (Current != '}')
            {
                throw Error("`,` or `}` is missing in this inline table");
            }
        }

        _at++;
        table.IsClosed = true;
        return table;
    }

    // true, false, a date, or a date and a time with `T` or a space between them.
    private string Bare()
    {
        var start = _at;
        SkipWord();
        if (_at - start == 10 && Current == ' ' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            SkipWord();
        }

        var text = _text[start.._at];
        if (text is "true" or "false" || (text.Length >= 10 && text[4] == '-' && text[7] == '-' && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0))
        {
            return text;
        }

        _at = start;
        throw Error(
            text.Length == 0 ? "a value is missing here" : $"`{text}` is no value that is used here",
            "Used are strings in quotes, true, false, dates (2027-01-31), arrays and tables.");
    }

    private void SkipWord()
    {
        while (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '+' or ':' or '.' or '_')
        {
            _at++;
        }
    }
}
