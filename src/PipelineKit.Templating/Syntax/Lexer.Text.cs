namespace PipelineKit.Templating.Syntax;

/// <summary>Text, the openers and closers around code and escape blocks, and what they remove of the text beside them.</summary>
internal sealed partial class Lexer
{
    /// <summary><c>{{</c> or <c>{%{</c> with any number of percent signs.</summary>
    private bool IsOpener(int index) => At(index) == '{' && At(BehindPercents(index + 1)) == '{';

    private int BehindPercents(int index)
    {
        while (At(index) == '%')
        {
            index++;
        }

        return index;
    }

    private Token ReadOpener()
    {
        var start = _position;
        var second = BehindPercents(start + 1);
        _percents = second - start - 1;
        _position = second + 1;
        if (At(_position) is '-' or '~')
        {
            _position++;
        }

        _mode = _percents > 0 ? Mode.Escape : Mode.Code;
        return new Token(_percents > 0 ? TokenKind.EscapeEnter : TokenKind.CodeEnter, start, _position);
    }

    /// <summary>The closer that fits the opener, with its white-space marker; never inside braces or a part of a string.</summary>
    private bool IsCloser(int index)
    {
        if (_mode == Mode.Code && (_braces > 0 || _quotes.Count > 0))
        {
            return false;
        }

        if (At(index) is '-' or '~')
        {
            index++;
        }

        if (At(index) != '}')
        {
            return false;
        }

        for (var i = 0; i < _percents; i++)
        {
            if (At(++index) != '%')
            {
                return false;
            }
        }

        return At(index + 1) == '}';
    }

    private Token ReadCloser()
    {
        var start = _position;
        var marker = At(start);
        _position = start + (marker is '-' or '~' ? 1 : 0) + 2 + _percents;
        var token = new Token(_mode == Mode.Escape ? TokenKind.EscapeExit : TokenKind.CodeExit, start, _position);
        _percents = 0;
        _mode = Mode.Text;
        if (marker is '-' or '~')
        {
            SkipBlanksAfterCloser(wholeLineOnly: marker == '~');
        }

        return token;
    }

    private void SkipBlanksAfterCloser(bool wholeLineOnly)
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            if (_text[_position++] == '\n' && wholeLineOnly)
            {
                return;
            }
        }
    }

    /// <summary>Text up to the next opener, without what that removes; false when nothing is left of it.</summary>
    private bool TryReadText(out Token token)
    {
        var start = _position;
        var opener = start;
        while (true)
        {
            opener = _text.IndexOf('{', opener);
            if (opener < 0 || IsOpener(opener))
            {
                break;
            }

            opener++;
        }

        _position = opener < 0 ? _text.Length : opener;
        var end = opener < 0
            ? _position
            : At(BehindPercents(opener + 1) + 1) switch
            {
                '-' => start + _text.AsSpan(start, opener - start).TrimEnd().Length,
                '~' => EndBeforeBlanksOfLine(start, opener),
                _ => opener,
            };
        token = new Token(TokenKind.Raw, start, end);
        return end > start;
    }

    private int EndBeforeBlanksOfLine(int start, int end)
    {
        while (end > start && char.IsWhiteSpace(_text[end - 1]) && _text[end - 1] != '\n' && !(_text[end - 1] == '\r' && At(end) != '\n'))
        {
            end--;
        }

        return end;
    }

    private Token ReadEscaped()
    {
        var start = _position;
        while (_position < _text.Length && !IsCloser(_position))
        {
            var next = _text.AsSpan(_position + 1).IndexOfAny('}', '-', '~');
            _position = next < 0 ? _text.Length : _position + 1 + next;
        }

        return new Token(TokenKind.Escape, start, _position);
    }
}
