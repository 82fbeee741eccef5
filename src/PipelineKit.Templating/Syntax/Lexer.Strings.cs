namespace PipelineKit.Templating.Syntax;

/// <summary>Strings: where they and their parts end. What they say is in <see cref="Literals"/>.</summary>
internal sealed partial class Lexer
{
    private Token ReadString()
    {
        var start = _position;
        var quote = _text[_position++];
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '\\')
            {
                SkipEscape(isInterpolated: false);
                continue;
            }

            _position++;
            if (c == quote)
            {
                return new Token(TokenKind.String, start, _position);
            }
        }

        return Unterminated($"Unexpected end of file while parsing a string not terminated by a {quote}");
    }

    private Token ReadVerbatimString()
    {
        var start = _position++;
        while (_position < _text.Length)
        {
            if (_text[_position++] != '`')
            {
                continue;
            }

            if (At(_position) != '`')
            {
                return new Token(TokenKind.VerbatimString, start, _position);
            }

            _position++;
        }

        return Unterminated("Unexpected end of file while parsing a verbatim string not terminated by a `");
    }

    /// <summary>From the dollar to the first part's brace or the closing quote; or from a part's closing brace on.</summary>
    private Token ReadInterpolated()
    {
        var start = _position;
        var isRest = _text[start] == '}';
        _position += isRest ? 1 : 2;
        var quote = isRest ? _quotes.Peek() : _text[start + 1];
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '\\')
            {
                SkipEscape(isInterpolated: true);
                continue;
            }

            _position++;
            if (c == '{')
            {
                _opensPart = true;
                if (!isRest)
                {
                    _quotes.Push(quote);
                }

                return new Token(isRest ? TokenKind.ContinuationInterpolatedString : TokenKind.BeginInterpolatedString, start, _position);
            }

            if (c == quote)
            {
                if (isRest)
                {
                    _quotes.Pop();
                }

                return new Token(isRest ? TokenKind.EndingInterpolatedString : TokenKind.InterpolatedString, start, _position);
            }
        }

        return Unterminated($"Unexpected end of file while parsing a string not terminated by a {quote}");
    }

    private Token Unterminated(string message)
    {
        Error(_text.Length - 1, message);
        return new Token(TokenKind.Invalid, _text.Length - 1, _text.Length);
    }

    private void SkipEscape(bool isInterpolated)
    {
        _position++;
        switch (At(_position))
        {
            case '\r':
                _position += At(_position + 1) == '\n' ? 2 : 1;
                return;
            case '\n' or '0' or '\'' or '"' or '\\' or 'b' or 'f' or 'n' or 'r' or 't' or 'v':
            case '{' when isInterpolated:
                _position++;
                return;
            case 'u' when TrySkipHexadecimal(4, "following `\\u`. Expecting `\\u0000` to `\\uffff`."):
            case 'x' when TrySkipHexadecimal(2, "following `\\x`. Expecting `\\x00` to `\\xff`"):
                return;
        }

        Error(_position, $"Unexpected escape character `{At(_position)}` in string. Only 0 ' \\ \" b f n r t v u0000-uFFFF x00-xFF are allowed");
    }

    private bool TrySkipHexadecimal(int digits, string message)
    {
        _position++;
        for (var i = 0; i < digits; i++, _position++)
        {
            if (!char.IsAsciiHexDigit(At(_position)))
            {
                Error(_position, $"Unexpected hex number `{At(_position)}` {message}");
                return false;
            }
        }

        return true;
    }
}
