using System.Globalization;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>Reads selectors; positions are those of the text it was given.</summary>
internal sealed class SelectorReader(string text)
{
    private const int MaximumMatchers = 100;
    private int _at;

    public SeriesSelector ReadSelector()
    {
        SkipSpace();
        var (start, name) = (_at, ReadName(colons: true));
        SkipSpace();
        List<LabelMatcher> matchers = [];
        if (Take('{'))
        {
            matchers = ReadMatchers('}');
            Expect('}');
        }
        else if (name.Length == 0)
        {
            throw Bad(start, "A selector begins with the name of a metric or with `{`");
        }

        SkipSpace();
        if (_at < text.Length)
        {
            throw Bad(_at, text[_at] == '[' ? "A selector stands without a range: the samples of the window are read" : "A plain selector such as `name{label=\"value\"}` is needed here, without functions, operators or offsets");
        }

        if (name.Length == 0 && !matchers.Exists(m => !m.Fits("")))
        {
            throw Bad(start, "A selector needs the name of a metric, or a condition that an empty label does not fulfil");
        }

        return new SeriesSelector(name, matchers);
    }

    public IReadOnlyList<LabelMatcher> ReadMatchersOnly()
    {
        var matchers = ReadMatchers('\0');
        return _at < text.Length ? throw Bad(_at, "Conditions such as `label=\"value\"` with commas between are needed here") : matchers;
    }

    private List<LabelMatcher> ReadMatchers(char end)
    {
        var matchers = new List<LabelMatcher>();
        while (true)
        {
            SkipSpace();
            if (_at == text.Length || text[_at] == end)
            {
                return matchers;
            }

            var start = _at;
            var label = text[_at] == '"' ? ReadString() : ReadName(colons: false);
            if (label.Length == 0)
            {
                throw Bad(_at, "The name of a label is needed here");
            }

            SkipSpace();
            var @operator = ReadOperator();
            SkipSpace();
            matchers.Add(Matcher(start, label, @operator, ReadString()));
            if (matchers.Count > MaximumMatchers)
            {
                throw Bad(start, $"More than {MaximumMatchers} conditions");
            }

            SkipSpace();
            if (!Take(','))
            {
                return matchers;
            }
        }
    }

    private LabelMatcher Matcher(int start, string label, LabelOperator @operator, string value)
    {
        try
        {
            return new LabelMatcher(label, @operator, value);
        }
        catch (FormatException e)
        {
            throw Bad(start, e.Message);
        }
    }

    private LabelOperator ReadOperator()
    {
        var rest = text.AsSpan(_at);
        LabelOperator? found = rest switch
        {
            ['=', '~', ..] => LabelOperator.Match,
            ['!', '~', ..] => LabelOperator.NotMatch,
            ['!', '=', ..] => LabelOperator.NotEqual,
            ['=', ..] => LabelOperator.Equal,
            _ => null,
        };
        _at += found is LabelOperator.Equal ? 1 : 2;
        return found ?? throw Bad(_at - 2, "One of `=`, `!=`, `=~`, `!~` is needed here");
    }

    private string ReadString()
    {
        var start = _at;
        var quote = _at < text.Length ? text[_at++] : '\0';
        if (quote is not ('"' or '\'' or '`'))
        {
            throw Bad(start, "A value in quotes is needed here");
        }

        var value = new StringBuilder();
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == quote)
            {
                return value.ToString();
            }

            _ = c == '\\' && quote != '`' ? value.Append(ReadEscape()) : c == '\n' && quote != '`' ? throw Bad(_at - 1, "A line break in a value is written `\\n`") : value.Append(c);
        }

        throw Bad(start, "The quote is not closed");
    }

    // The escapes of Go's strings, without octal ones.
    private string ReadEscape()
    {
        var start = _at - 1;
        var c = _at < text.Length ? text[_at++] : '\0';
        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (_at + digits <= text.Length && int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) && (c != 'x' || code < 0x80))
            {
                _at += digits;
                return new Rune(code).ToString();
            }

            throw Bad(start, "This escape is no character");
        }

        return c switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            '\\' or '"' or '\'' => c.ToString(),
            _ => throw Bad(start, "An escape is one of \\\\ \\\" \\' \\n \\t \\r \\xHH \\uHHHH; a backslash itself is written twice"),
        };
    }

    private string ReadName(bool colons)
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetter(text[_at]) || text[_at] == '_' || (colons && text[_at] == ':') || (_at > start && char.IsAsciiDigit(text[_at]))))
        {
            _at++;
        }

        return text[start.._at];
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private bool Take(char c)
    {
        var takes = _at < text.Length && text[_at] == c;
        _at += takes ? 1 : 0;
        return takes;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw Bad(Math.Min(_at, text.Length), $"`{c}` or a comma is needed here");
        }
    }

    private QueryTextException Bad(int position, string problem) => new(text, position, problem);
}
