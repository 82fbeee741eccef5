using System.Runtime.CompilerServices;

namespace PipelineKit.Templating.Syntax;

/// <summary>Names, operators and delimiters of code.</summary>
internal sealed partial class Lexer
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || (c >= 128 && char.IsLetter(c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c >= 128 && (char.IsLetter(c) || char.IsDigit(c)));

    private bool TryReadCode(out Token token)
    {
        var start = _position;
        var c = _text[start];
        if (_opensPart)
        {
            _opensPart = false;
            token = new Token(TokenKind.OpenInterpolatedBrace, start - 1, start);
            return true;
        }

        if (_closesPart)
        {
            _closesPart = false;
            token = ReadInterpolated();
            return true;
        }

        if (IsNameStart(c))
        {
            token = ReadName(TokenKind.Identifier);
            return true;
        }

        switch (c)
        {
            case '\n' or '\r':
                token = ReadNewLine();
                return true;
            case '#':
                SkipComment();
                token = default;
                return false;
            case '"' or '\'':
                token = ReadString();
                return true;
            case '`':
                token = ReadVerbatimString();
                return true;
            case '$':
                token = At(start + 1) is '"' or '\'' ? ReadInterpolated() : ReadName(TokenKind.IdentifierSpecial);
                return true;
        }

        if (char.IsWhiteSpace(c))
        {
            SkipBlanks();
            token = default;
            return false;
        }

        token = char.IsDigit(c) ? ReadNumber() : ReadSymbol(c);
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] != '\n' && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    /// <summary>One token for any number of line ends with blanks between them.</summary>
    private Token ReadNewLine()
    {
        var start = _position;
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        return new Token(TokenKind.NewLine, start, _position);
    }

    private Token ReadName(TokenKind kind)
    {
        var start = _position++;
        if (kind == TokenKind.IdentifierSpecial && At(_position) == '$')
        {
            _position++;
            return new Token(kind, start, _position);
        }

        while (_position < _text.Length && IsNamePart(_text[_position]))
        {
            _position++;
        }

        return new Token(kind, start, _position);
    }

    private void SkipComment()
    {
        _position++;
        if (At(_position) == '#')
        {
            _position++;
            while (_position < _text.Length && !IsCloser(_position))
            {
                if (_text[_position++] == '#' && At(_position) == '#')
                {
                    _position++;
                    return;
                }
            }

            return;
        }

        while (_position < _text.Length && _text[_position] is not ('\r' or '\n') && (_isScript || !IsCloser(_position)))
        {
            _position++;
        }
    }

    private Token ReadSymbol(char c)
    {
        var next = At(_position + 1);
        return c switch
        {
            ';' => Symbol(TokenKind.SemiColon, 1),
            ':' => Symbol(TokenKind.Colon, 1),
            ',' => Symbol(TokenKind.Comma, 1),
            '@' => Symbol(TokenKind.Arroba, 1),
            '(' => Symbol(TokenKind.OpenParen, 1),
            ')' => Symbol(TokenKind.CloseParen, 1),
            '[' => Symbol(TokenKind.OpenBracket, 1),
            ']' => Symbol(TokenKind.CloseBracket, 1),
            '{' => ReadOpenBrace(),
            '}' => ReadCloseBrace(),
            '.' => ReadDots(next),
            '/' => ReadSlash(next),
            '^' => next == '^' ? Symbol(TokenKind.DoubleCaret, 2) : Symbol(TokenKind.Caret, 1),
            '*' => next == '=' ? Symbol(TokenKind.AsteriskEqual, 2) : Symbol(TokenKind.Asterisk, 1),
            '%' => next == '=' ? Symbol(TokenKind.PercentEqual, 2) : Symbol(TokenKind.Percent, 1),
            '&' => next == '&' ? Symbol(TokenKind.DoubleAmp, 2) : Symbol(TokenKind.Amp, 1),
            '!' => next == '=' ? Symbol(TokenKind.ExclamationEqual, 2) : Symbol(TokenKind.Exclamation, 1),
            '=' => next == '=' ? Symbol(TokenKind.DoubleEqual, 2) : Symbol(TokenKind.Equal, 1),
            '+' => next == '+' ? Symbol(TokenKind.DoublePlus, 2) : next == '=' ? Symbol(TokenKind.PlusEqual, 2) : Symbol(TokenKind.Plus, 1),
            '-' => next == '-' ? Symbol(TokenKind.DoubleMinus, 2) : next == '=' ? Symbol(TokenKind.MinusEqual, 2) : Symbol(TokenKind.Minus, 1),
            '<' => next == '=' ? Symbol(TokenKind.LessEqual, 2) : next == '<' ? Symbol(TokenKind.DoubleLessThan, 2) : Symbol(TokenKind.Less, 1),
            '>' => next == '=' ? Symbol(TokenKind.GreaterEqual, 2) : next == '>' ? Symbol(TokenKind.DoubleGreaterThan, 2) : Symbol(TokenKind.Greater, 1),
            '|' => next == '|' ? Symbol(TokenKind.DoubleVerticalBar, 2) : next == '>' ? Symbol(TokenKind.PipeGreater, 2) : Symbol(TokenKind.VerticalBar, 1),
            '?' => next switch
            {
                '?' => Symbol(TokenKind.DoubleQuestion, 2),
                '.' => Symbol(TokenKind.QuestionDot, 2),
                '!' => Symbol(TokenKind.QuestionExclamation, 2),
                _ => Symbol(TokenKind.Question, 1),
            },
            _ => Symbol(TokenKind.Invalid, 1),
        };
    }

    private Token Symbol(TokenKind kind, int length)
    {
        var token = new Token(kind, _position, _position + length);
        _position += length;
        return token;
    }

    private Token ReadDots(char next) =>
        next != '.' ? Symbol(TokenKind.Dot, 1)
        : At(_position + 2) switch
        {
            '<' => Symbol(TokenKind.DoubleDotLess, 3),
            '.' => Symbol(TokenKind.TripleDot, 3),
            _ => Symbol(TokenKind.DoubleDot, 2),
        };

    private Token ReadSlash(char next) => next switch
    {
        '/' => At(_position + 2) == '=' ? Symbol(TokenKind.DoubleDivideEqual, 3) : Symbol(TokenKind.DoubleDivide, 2),
        '=' => Symbol(TokenKind.DivideEqual, 2),
        _ => Symbol(TokenKind.Divide, 1),
    };

    private Token ReadOpenBrace()
    {
        _braces++;
        return Symbol(TokenKind.OpenBrace, 1);
    }

    private Token ReadCloseBrace()
    {
        if (_quotes.Count > 0)
        {
            // The brace is read again as the first character of the rest of the string.
            _closesPart = true;
            return new Token(TokenKind.CloseInterpolatedBrace, _position, _position + 1);
        }

        if (_braces > 0)
        {
            _braces--;
        }
        else
        {
            Error(_position, "Unexpected } while no matching {");
        }

        return Symbol(TokenKind.CloseBrace, 1);
    }
}
