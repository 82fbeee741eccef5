namespace PipelineKit.Templating.Syntax;

/// <summary>Loops and the statements with a target and a body.</summary>
internal sealed partial class TemplateParser
{
    /// <summary>Options of the loop whose list is being parsed.</summary>
    private LoopOptions _loopOptions = LoopOptions.None;
    private LoopKind _loopKind;

    private ForStatement? ParseFor(LoopKind kind)
    {
        var start = _current.Start;
        var keyword = _current.Span;
        Next();
        var variable = ExpectExpression(SyntaxForm.For, mode: ExpressionMode.Basic);
        if (variable is null)
        {
            return null;
        }

        if (!IsPath(variable))
        {
            ErrorIn(SyntaxForm.For, start, $"Expecting a variable instead of `{SyntaxText.Of(variable)}`");
        }

        if (_current.Kind == TokenKind.Identifier && TextOf(_current) is "in")
        {
            Next();
        }
        else
        {
            ErrorIn(SyntaxForm.For, start, $"Expecting 'in' word instead of `{Shown(_current)}`");
        }

        _loopOptions = LoopOptions.None;
        _loopKind = kind;
        var list = ExpectExpression(SyntaxForm.For, allowAssignment: false);
        var options = _loopOptions;
        _loopOptions = LoopOptions.None;
        if (!ExpectEndOfStatement())
        {
            return null;
        }

        var body = ParseBlock(SyntaxForm.For);
        var otherwise = TakeOtherwise() as Block;
        return list is null ? null : new ForStatement(SpanFrom(keyword.Start), kind, variable, list, options, body, otherwise);
    }

    /// <summary><c>offset:n reversed limit:n cols:n</c>, in any order. What is wrong with one shows when the loop runs.</summary>
    private void ParseLoopOptions()
    {
        while (_current.Kind == TokenKind.Identifier)
        {
            var name = _current;
            Next();
            var hasValue = _current.Kind == TokenKind.Colon;
            Expression? value = null;
            if (hasValue)
            {
                Next();
                value = ExpectExpression(SyntaxForm.For, mode: ExpressionMode.Basic);
            }

            _loopOptions = TextOf(name) switch
            {
                "reversed" => _loopOptions with { IsReversed = true },
                "offset" when value is not null => _loopOptions with { Offset = value },
                "limit" when value is not null => _loopOptions with { Limit = value },
                "cols" when value is not null && _loopKind == LoopKind.TableRow => _loopOptions with { Columns = value },
                var text => Invalid(_loopOptions, name, text),
            };
        }
    }

    private LoopOptions Invalid(LoopOptions options, Token name, ReadOnlySpan<char> text)
    {
        var isKnown = text is "offset" or "limit" || (text is "cols" && _loopKind == LoopKind.TableRow);
        return options.Invalid is not null ? options : options with
        {
            Invalid = (name.Span, isKnown ? $"Invalid `{text}` argument. Value is required." : $"Unsupported argument `{text}` for statement: `{(_loopKind == LoopKind.For ? "for" : "tablerow")}`"),
        };
    }

    private WhileStatement? ParseWhile()
    {
        var start = _current.Start;
        Next();
        var condition = ExpectExpression(SyntaxForm.While, allowAssignment: false);
        if (!ExpectEndOfStatement())
        {
            return null;
        }

        var body = ParseBlock(SyntaxForm.While);
        return condition is null ? null : new WhileStatement(SpanFrom(start), condition, body);
    }

    private WithStatement? ParseWith()
    {
        var start = _current.Start;
        Next();
        var target = ExpectExpression(SyntaxForm.With, allowAssignment: false);
        if (!ExpectEndOfStatement())
        {
            return null;
        }

        var body = ParseBlock(SyntaxForm.With);
        return target is null ? null : new WithStatement(SpanFrom(start), target, body);
    }

    private WrapStatement? ParseWrap()
    {
        var start = _current.Start;
        Next();
        var call = ExpectExpression(SyntaxForm.Wrap, allowAssignment: false);
        if (!ExpectEndOfStatement())
        {
            return null;
        }

        var body = ParseBlock(SyntaxForm.Wrap);
        return call is null ? null : new WrapStatement(SpanFrom(start), call, body);
    }

    private CaptureStatement? ParseCapture()
    {
        var start = _current.Start;
        Next();
        var target = ExpectExpression(SyntaxForm.Capture, allowAssignment: false);
        ExpectEndOfStatement();
        var body = ParseBlock(SyntaxForm.Capture);
        return target is null ? null : new CaptureStatement(SpanFrom(start), target, body);
    }
}
