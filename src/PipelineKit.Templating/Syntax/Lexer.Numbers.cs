namespace PipelineKit.Templating.Syntax;

/// <summary>Numbers: where they end. What they mean is in <see cref="Literals"/>.</summary>
internal sealed partial class Lexer
{
    private static bool IsNumberSuffix(char c) => c is 'f' or 'F' or 'd' or 'D' or 'm' or 'M';

    private Token ReadNumber()
    {
        var start = _position++;
        if (_text[start] == '0' && At(_position) is 'x' or 'b')
        {
            return At(_position) == 'x' ? ReadHexadecimal(start) : ReadBinary(start);
        }

        var isReal = false;
        SkipDigits(allowsUnderscore: true);
        if (At(_position) == '.' && IsFraction(At(_position + 1)))
        {
            isReal = true;
            _position++;
            if (IsNumberSuffix(At(_position)))
            {
                _position++;
                return new Token(TokenKind.Float, start, _position);
            }

            SkipDigits(allowsUnderscore: false);
        }

        if (At(_position) is 'e' or 'E')
        {
            _position++;
            if (At(_position) is '+' or '-')
            {
                _position++;
            }

            if (!char.IsDigit(At(_position)))
            {
                Error(_position, "Expecting at least one digit after the exponent");
                return new Token(TokenKind.Invalid, _position, Math.Min(_position + 1, _text.Length));
            }

            SkipDigits(allowsUnderscore: false);
        }

        if (IsNumberSuffix(At(_position)) && !IsNamePart(At(_position + 1)))
        {
            isReal = true;
            _position++;
        }

        return new Token(isReal ? TokenKind.Float : TokenKind.Integer, start, _position);
    }

    /// <summary>Whether a dot before this character belongs to the number: <c>1.5</c>, <c>1.f</c>, <c>1.e3</c>, <c>1. </c>, but not <c>1..2</c> nor <c>1.name</c>.</summary>
    private static bool IsFraction(char next) => next != '.' && (IsNumberSuffix(next) || !char.IsLetter(next) || next is 'e' or 'E');

    private void SkipDigits(bool allowsUnderscore)
    {
        while (char.IsDigit(At(_position)) || (allowsUnderscore && At(_position) == '_'))
        {
            _position++;
        }
    }

    private Token ReadHexadecimal(int start)
    {
        var digits = ++_position;
        var hasDigit = false;
        for (; char.IsAsciiHexDigit(At(_position)) || At(_position) == '_'; _position++)
        {
            hasDigit |= At(_position) != '_';
        }

        if (At(_position) is 'u' or 'U' && !IsNamePart(At(_position + 1)))
        {
            _position++;
        }

        return hasDigit
            ? new Token(TokenKind.HexaInteger, start, _position)
            : Invalid(start, digits, "Invalid hex number, expecting at least a hex digit [0-9a-fA-F] after 0x");
    }

    private Token ReadBinary(int start)
    {
        var digits = ++_position;
        var (hasDigit, hasDot) = (false, false);
        while (At(_position) is '0' or '1' or '_')
        {
            hasDigit |= At(_position) != '_';
            _position++;
            if (At(_position) == '.' && !hasDot && At(_position + 1) is '0' or '1')
            {
                hasDot = true;
                _position++;
            }
        }

        if ((At(_position) is 'u' or 'U' || (hasDot && At(_position) is 'f' or 'F' or 'd' or 'D')) && !IsNamePart(At(_position + 1)))
        {
            _position++;
        }

        return hasDigit
            ? new Token(TokenKind.BinaryInteger, start, _position)
            : Invalid(start, digits, "Invalid binary number, expecting at least a binary digit 0 or 1 after 0b");
    }

    private Token Invalid(int start, int end, string message)
    {
        Error(start, message);
        return new Token(TokenKind.Invalid, start, end);
    }
}
