namespace PipelineKit.Templating.Syntax;

/// <summary>Operands: literals, variables, what stands in brackets, prefix operators; and their members and indexes.</summary>
internal sealed partial class TemplateParser
{
    /// <summary>The statement that the expression just parsed turned out to be: an assignment or a function.</summary>
    private Statement? _asStatement;

    /// <summary>Whether the operand that is missing has already been reported.</summary>
    private bool _missing;

    private Expression? ParseOperand()
    {
        _missing = false;
        switch (_current.Kind)
        {
            case TokenKind.Identifier or TokenKind.IdentifierSpecial:
                return ParseVariable();
            case TokenKind.Integer or TokenKind.Float or TokenKind.HexaInteger or TokenKind.BinaryInteger:
                return ParseNumber();
            case TokenKind.String:
                return ParseString(1, 1);
            case TokenKind.VerbatimString:
                var text = Literals.Verbatim(_source.Text.AsSpan(_current.Start + 1, _current.End - _current.Start - 2));
                return Literal(ScriptValue.Of(text), '`');
            case TokenKind.InterpolatedString or TokenKind.BeginInterpolatedString:
                return ParseInterpolatedString();
            case TokenKind.ContinuationInterpolatedString:
                return ParseString(1, 1);
            case TokenKind.OpenInterpolatedBrace:
                return ParseInterpolatedPart();
            case TokenKind.OpenParen:
                return ParseParenthesized();
            case TokenKind.OpenBrace:
                return ParseObject();
            case TokenKind.OpenBracket:
                return ParseArray();
            case TokenKind.DoublePlus or TokenKind.DoubleMinus:
                return ParsePrefix();
            case TokenKind.Exclamation or TokenKind.Minus or TokenKind.Plus or TokenKind.Arroba or TokenKind.Caret:
                return ParseUnary();
            default:
                return null;
        }
    }

    private LiteralExpression Literal(ScriptValue value, char quote = '"')
    {
        var span = _current.Span;
        Next();
        return new LiteralExpression(span, value) { Quote = quote };
    }

    private LiteralExpression ParseNumber()
    {
        var text = TextOf(_current);
        ScriptValue value;
        switch (_current.Kind)
        {
            case TokenKind.Integer when Literals.TryInteger(text, out value):
            case TokenKind.Float when Literals.TryReal(text, out value):
            case TokenKind.HexaInteger when Literals.TryHexadecimal(text, out value):
            case TokenKind.BinaryInteger when Literals.TryBinary(text, out value):
                return Literal(value);
            case TokenKind.Float:
                Error(_current, $"Unable to parse {(text[^1] is 'f' or 'F' ? "float" : "double")} value `{text}`");
                break;
            default:
                var digits = text.ToString().Replace("_", "", StringComparison.Ordinal);
                Error(_current, $"Unable to parse the integer {(_current.Kind == TokenKind.Integer ? digits : digits[2..])}");
                break;
        }

        return Literal(default);
    }

    /// <summary>A string between two quotes, or a piece of one between braces.</summary>
    private LiteralExpression ParseString(int before, int after)
    {
        var text = _source.Text.AsSpan(_current.Start + before, Math.Max(0, _current.End - _current.Start - before - after));
        return Literal(ScriptValue.Of(text.Contains('\\') ? Literals.Unescape(text) : _names.Get(text)), _source.Text[_current.Start] == '\'' ? '\'' : '"');
    }

    private InterpolatedString ParseInterpolatedString()
    {
        var start = _current.Start;
        var mark = _expressions.Count;
        var isWhole = _current.Kind == TokenKind.InterpolatedString;
        PushPart(ParseString(2, 1));
        while (!isWhole && _current.Kind != TokenKind.EndingInterpolatedString && ParseExpression(new ExpressionScan(SyntaxForm.InterpolatedString)) is { } part)
        {
            PushPart(part);
        }

        if (!isWhole && _current.Kind == TokenKind.EndingInterpolatedString)
        {
            PushPart(ParseString(1, 1));
        }

        return new InterpolatedString(SpanFrom(start), _expressions.PopTo(mark));
    }

    private void PushPart(Expression part)
    {
        if (part is not LiteralExpression { Value.AsString: "" })
        {
            _expressions.Push(part);
        }
    }

    private Expression? ParseInterpolatedPart()
    {
        Next();
        var part = ExpectExpression(SyntaxForm.InterpolatedPart);
        if (_current.Kind != TokenKind.CloseInterpolatedBrace)
        {
            Error(_current, "Opened interpolated expression not closed on the same line.");
        }
        else
        {
            Next();
        }

        _missing = part is null;
        return part;
    }

    private ParenthesizedExpression ParseParenthesized()
    {
        var start = _current.Start;
        Next();
        var inner = ExpectExpression(SyntaxForm.Nested);
        if (_current.Kind == TokenKind.CloseParen)
        {
            Next();
        }
        else
        {
            Error(_current, $"Invalid token `{Shown(_current)}`. Expecting a closing `)`.");
        }

        return inner is null ? Nothing(start) : new ParenthesizedExpression(SpanFrom(start), inner);
    }

    /// <summary>Stands for what is missing, once that has been reported.</summary>
    private ParenthesizedExpression Nothing(int start) => new(SpanFrom(start), new LiteralExpression(SpanFrom(start), default));

    private ArrayExpression ParseArray()
    {
        var start = _current.Start;
        var mark = _expressions.Count;
        Enter();
        _newLinesHidden++;
        Next();
        while (_current.Kind != TokenKind.CloseBracket && ExpectExpression(SyntaxForm.Array) is { } item)
        {
            _expressions.Push(item);
            if (_current.Kind != TokenKind.Comma)
            {
                break;
            }

            Next();
        }

        _newLinesHidden--;
        Expect(TokenKind.CloseBracket, "]");
        _depth--;
        return new ArrayExpression(SpanFrom(start), _expressions.PopTo(mark));
    }

    private Expression ParsePrefix()
    {
        var start = _current.Start;
        var delta = _current.Kind == TokenKind.DoublePlus ? 1 : -1;
        Next();
        var operand = ExpectExpression(new ExpressionScan(SyntaxForm.Increment) { Precedence = Precedence.Increment });
        if (operand is null || !IsPath(operand))
        {
            Error(_current, "The operand of an increment or decrement operator must be a variable, property or indexer");
        }

        return operand is null ? Nothing(start) : new IncrementExpression(SpanFrom(start), operand, delta, isPrefix: true);
    }

    private IncrementExpression ParsePostfix(Expression operand)
    {
        if (!IsPath(operand))
        {
            Error(_current, "The operand of an increment or decrement operator must be a variable, property or indexer");
        }

        var delta = _current.Kind == TokenKind.DoublePlus ? 1 : -1;
        Next();
        return new IncrementExpression(SpanFrom(operand.Span.Start), operand, delta, isPrefix: false);
    }

    private Expression ParseUnary()
    {
        var start = _current.Start;
        var kind = _current.Kind;
        Next();
        var form = kind == TokenKind.Arroba ? SyntaxForm.FunctionReference : SyntaxForm.Unary;
        if (ExpectExpression(new ExpressionScan(form) { Precedence = Precedence.Unary }) is not { } operand)
        {
            return Nothing(start);
        }

        var span = SpanFrom(start);
        switch (kind)
        {
            case TokenKind.Arroba:
                return new FunctionReference(span, operand);
            case TokenKind.Caret:
                _marked = new Argument(span, null, operand, IsSpread: true);
                return _markedNode = new ParenthesizedExpression(span, operand);
            default:
                var @operator = kind switch
                {
                    TokenKind.Exclamation => UnaryOperator.Not,
                    TokenKind.Minus => UnaryOperator.Negate,
                    _ => UnaryOperator.Plus,
                };
                return new UnaryExpression(span, @operator, operand);
        }
    }
}
