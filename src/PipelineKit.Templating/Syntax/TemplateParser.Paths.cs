using System.Globalization;

namespace PipelineKit.Templating.Syntax;

/// <summary>Variables, members and indexes.</summary>
internal sealed partial class TemplateParser
{
    private const string IsEmptyName = "empty?";

    /// <summary>A name, or what a name stands for: null, true, false, <c>do</c>, <c>this</c>.</summary>
    private Expression? ParseVariable()
    {
        var token = _current;
        var text = TextOf(token);
        switch (text)
        {
            case "null":
                return Literal(default);
            case "true":
                return Literal(true);
            case "false":
                return Literal(false);
            case "this":
                Next();
                return new ThisVariable(token.Span);
            case "do":
                return ParseFunctionExpression();
        }

        Next();
        if (token.Kind == TokenKind.IdentifierSpecial)
        {
            return text switch
            {
                "$" => new ArgumentsVariable(token.Span),
                "$$" => new BodyVariable(token.Span),
                _ when int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var index) => new ArgumentVariable(token.Span, index),
                _ => new LocalVariable(token.Span, _names.Get(text[1..])),
            };
        }

        if (_current.Kind == TokenKind.Dot)
        {
            CheckLoopMember(token);
        }

        return new GlobalVariable(token.Span, _names.Get(text));
    }

    /// <summary>The members of <c>for</c>, <c>while</c> and <c>tablerow</c> are known before anything runs.</summary>
    private void CheckLoopMember(Token loop)
    {
        var text = TextOf(loop);
        if (text is not ("for" or "while" or "tablerow"))
        {
            return;
        }

        var next = Peek();
        if (next.Kind != TokenKind.Identifier)
        {
            Error(loop, $"Invalid token `{Shown(_current)}`. The loop variable <{text}> dot must be followed by an identifier");
            return;
        }

        var member = TextOf(next);
        switch (MemberOf(member))
        {
            case null:
                Error(loop, $"The loop variable <{text}.{member}> is not supported");
                break;
            case LoopMember.Last or LoopMember.Changed or LoopMember.Length or LoopMember.ReverseIndex when text is "while":
            case LoopMember.Column when text is not "tablerow":
                Error(loop, $"The loop variable <{text}.{member}> is invalid");
                break;
        }
    }

    private static LoopMember? MemberOf(ReadOnlySpan<char> name) => name switch
    {
        "index" => LoopMember.Index,
        "rindex" => LoopMember.ReverseIndex,
        "first" => LoopMember.First,
        "last" => LoopMember.Last,
        "even" => LoopMember.Even,
        "odd" => LoopMember.Odd,
        "changed" => LoopMember.Changed,
        "length" => LoopMember.Length,
        "col" => LoopMember.Column,
        _ => null,
    };

    private ScanStep ScanMember(ref Expression? operand)
    {
        var left = operand!;
        var isConditional = _current.Kind == TokenKind.QuestionDot;
        var name = Peek();
        if (name.Kind != TokenKind.Identifier)
        {
            Error(name, $"Invalid token `{name.Kind}`. The dot operator is expected to be followed by a plain identifier");
            return ScanStep.Return;
        }

        operand = null;
        Next();
        Next();
        if (!Link())
        {
            return ScanStep.Done;
        }

        var text = TextOf(name);
        if (text is "empty" or "blank" && _current.Kind == TokenKind.Question)
        {
            Next();
            operand = new MemberExpression(SpanFrom(left.Span.Start), left, IsEmptyName, new SourceSpan(name.Start, _previous.End), isConditional);
            return ScanStep.Continue;
        }

        if (text is "null" or "true" or "false" or "this" or "do")
        {
            Error(_current, "Unexpected literal member `{member}`");
            return ScanStep.Done;
        }

        if (_current.Kind == TokenKind.Dot)
        {
            CheckLoopMember(name);
        }

        if (!isConditional && left is GlobalVariable { Name: var loop } && LoopOf(loop) is { } kind && MemberOf(text) is { } member)
        {
            operand = new LoopVariable(SpanFrom(left.Span.Start), kind, member);
            return ScanStep.Continue;
        }

        // Behind a null-conditional member the whole rest of the path is null-conditional.
        isConditional |= left is MemberExpression { IsNullConditional: true };
        operand = new MemberExpression(SpanFrom(left.Span.Start), left, _names.Get(text), name.Span, isConditional);
        return ScanStep.Continue;
    }

    private static LoopKind? LoopOf(string name) => name switch
    {
        "for" => LoopKind.For,
        "while" => LoopKind.While,
        "tablerow" => LoopKind.TableRow,
        _ => null,
    };

    private Expression? ParseIndex(ExpressionScan scan, Expression target)
    {
        if (!Link())
        {
            return null;
        }

        Next();
        var index = ExpectExpression(
            new ExpressionScan(SyntaxForm.Index) { IsInCall = scan.Callee is not null, Mode = scan.Mode },
            "Expecting <index_expression>");
        if (_current.Kind == TokenKind.CloseBracket)
        {
            Next();
        }
        else
        {
            Error(_current, $"Unexpected `{Shown(_current)}`. Expecting ']'");
        }

        return index is null ? target : new IndexExpression(SpanFrom(target.Span.Start), target, index);
    }

    /// <summary>A variable alone: a plain or a local name.</summary>
    private Expression? ExpectVariable(SyntaxForm form, int start)
    {
        if (_current.Kind is not (TokenKind.Identifier or TokenKind.IdentifierSpecial))
        {
            ErrorIn(form, start, $"Expecting a variable instead of `{Shown(_current)}`");
            return null;
        }

        var variable = ParseVariable();
        if (variable is GlobalVariable or LocalVariable or ArgumentsVariable or BodyVariable)
        {
            return variable;
        }

        ErrorIn(form, start, $"Unexpected variable `{(variable is null ? "" : SyntaxText.Of(variable))}`");
        return null;
    }
}
