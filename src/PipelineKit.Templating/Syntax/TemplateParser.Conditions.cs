namespace PipelineKit.Templating.Syntax;

/// <summary><c>if</c>, <c>else</c>, <c>case</c>, <c>when</c>: the parts of a chain hang in each other's blocks, since only the last one has an <c>end</c>.</summary>
internal sealed partial class TemplateParser
{
    private readonly List<WhenClause> _clauses = [];

    /// <summary>The <c>else</c> that closed the block just parsed.</summary>
    private Statement? _otherwise;

    private Statement? TakeOtherwise()
    {
        var otherwise = _otherwise;
        _otherwise = null;
        return otherwise;
    }

    private IfStatement? ParseIf()
    {
        var start = _current.Start;
        Next();
        var condition = ExpectExpression(SyntaxForm.If, allowAssignment: false);
        if (!ExpectEndOfStatement())
        {
            return null;
        }

        var then = ParseBlock(SyntaxForm.If);
        var otherwise = TakeOtherwise();
        return condition is null ? null : new IfStatement(SpanFrom(start), condition, then, otherwise);
    }

    /// <summary>An <c>else</c>, which belongs to a parent that may have one.</summary>
    private bool ParseElseOf(SyntaxForm parent, Token first)
    {
        Next();
        Statement? otherwise;
        var place = _current;
        if (_current.Kind == TokenKind.Identifier && TextOf(_current) is "if")
        {
            otherwise = ParseIf();
            if (parent == SyntaxForm.For)
            {
                Error(place, "Invalid if/else combination within a for statement.");
                otherwise = null;
            }
        }
        else
        {
            otherwise = ExpectEndOfStatement() ? ParseBlock(SyntaxForm.Else) : null;
        }

        if (parent == SyntaxForm.If || parent == SyntaxForm.When || parent == SyntaxForm.For)
        {
            _otherwise = otherwise;
            return true;
        }

        Error(first, "A else condition must be preceded by another if/else/when condition or a for loop.");
        return false;
    }

    private CaseStatement? ParseCase()
    {
        var start = _current.Start;
        Next();
        var mark = _clauses.Count;
        var value = ExpectExpression(SyntaxForm.Case, allowAssignment: false);
        if (!ExpectEndOfStatement())
        {
            return null;
        }

        ParseBlock(SyntaxForm.Case);
        var clauses = _clauses.GetRange(mark, _clauses.Count - mark).ToArray();
        _clauses.RemoveRange(mark, clauses.Length);
        Array.Reverse(clauses);
        var otherwise = TakeOtherwise() switch
        {
            null => null,
            Block block => block,
            var chained => new Block(chained.Span, [chained]),
        };
        return value is null ? null : new CaseStatement(SpanFrom(start), value, clauses, otherwise);
    }

    /// <summary>A <c>when</c> with all that follow it: they are complete from the last one back to the first.</summary>
    private bool ParseWhenOf(SyntaxForm parent, Token first)
    {
        Next();
        var mark = _expressions.Count;
        while (IsStartOfExpression() && ParseExpression(new ExpressionScan(SyntaxForm.When) { AllowsAssignment = false, EndsAtOr = true }) is { } value)
        {
            _expressions.Push(value);
            if (_current.Kind is TokenKind.Comma or TokenKind.DoubleVerticalBar)
            {
                Next();
            }
        }

        var values = _expressions.PopTo(mark);
        if (values.Length == 0)
        {
            Error(_current, "When is expecting at least one value.");
        }

        if (ExpectEndOfStatement())
        {
            var body = ParseBlock(SyntaxForm.When);
            _clauses.Add(new WhenClause(SpanFrom(first.Start), values, body));
        }

        if (parent == SyntaxForm.Case || parent == SyntaxForm.When)
        {
            return true;
        }

        Error(first, "A `when` condition must be preceded by another `when`/`else`/`case` condition");
        return false;
    }
}
