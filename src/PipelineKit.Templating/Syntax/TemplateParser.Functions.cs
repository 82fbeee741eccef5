namespace PipelineKit.Templating.Syntax;

/// <summary>Functions: <c>func f(a, b = 1, rest...)</c>, <c>do</c> and <c>f(x) = e</c>.</summary>
internal sealed partial class TemplateParser
{
    private FunctionStatement? ParseFunctionStatement()
    {
        var start = _current.Start;
        Next();
        var level = _expressionLevel;
        _expressionLevel = 0;
        var target = ExpectVariable(SyntaxForm.Function, start);
        var definition = ParseDefinition(start, target is null ? null : SyntaxText.Of(target), expectsEndOfStatement: true);
        _expressionLevel = level;
        return target is null ? null : new FunctionStatement(definition.Span, target, definition);
    }

    /// <summary><c>do … end</c>.</summary>
    private FunctionExpression ParseFunctionExpression()
    {
        var start = _current.Start;
        Next();
        var level = _expressionLevel;
        var (options, kind) = (_loopOptions, _loopKind);
        _expressionLevel = 0;
        var definition = ParseDefinition(start, null, expectsEndOfStatement: false);
        (_loopOptions, _loopKind) = (options, kind);
        _expressionLevel = level;
        return new FunctionExpression(definition.Span, definition);
    }

    private FunctionDefinition ParseDefinition(int start, string? name, bool expectsEndOfStatement)
    {
        var parameters = _current.Kind == TokenKind.OpenParen ? ParseParameters(start) : null;
        ExpectEndOfStatement();
        var otherwise = TakeOtherwise();
        var body = ParseBlock(SyntaxForm.Function, expectsEndOfStatement);
        _otherwise = otherwise;
        return new FunctionDefinition(SpanFrom(start), name, parameters, body);
    }

    private FunctionParameter[] ParseParameters(int start)
    {
        var parameters = new List<FunctionParameter>();
        Next();
        while (_current.Kind != TokenKind.CloseParen)
        {
            if (parameters.Count > 0)
            {
                ExpectComma();
            }

            if (!IsStartOfExpression())
            {
                Error(_current, "Expecting an expression for argument function calls instead of this token.");
                Error(_current, "Expecting a closing parenthesis for a function call.");
                return [.. parameters];
            }

            if (ExpectVariable(SyntaxForm.Function, start) is not { } variable)
            {
                Error(_current, "Expecting a closing parenthesis for a function call.");
                return [.. parameters];
            }

            parameters.Add(ParseParameter(variable, parameters));
        }

        Next();
        return [.. parameters];
    }

    private void ExpectComma()
    {
        if (_current.Kind == TokenKind.Comma)
        {
            Next();
        }
        else
        {
            Error(_current, "Expecting a comma to separate arguments in a function call.");
        }
    }

    private FunctionParameter ParseParameter(Expression variable, List<FunctionParameter> before)
    {
        var place = variable.Span.Start;
        var name = variable is GlobalVariable plain ? plain.Name : "";
        if (name.Length == 0)
        {
            Error(place, "Expecting only a simple name parameter for a function");
        }

        var isAfterVariadic = before.Exists(static parameter => parameter.IsVariadic);
        switch (_current.Kind)
        {
            case TokenKind.Equal:
                if (isAfterVariadic)
                {
                    Error(place, "Cannot declare an optional parameter after a variable parameter (`...`).");
                }

                Next();
                var value = ExpectExpression(SyntaxForm.Parameter);
                if (value is not LiteralExpression)
                {
                    Error(place, "Expecting only a literal for an optional parameter value.");
                }

                return new FunctionParameter(name, HasDefault: true, (value as LiteralExpression)?.Value ?? default, IsVariadic: false);
            case TokenKind.TripleDot:
                if (isAfterVariadic)
                {
                    Error(place, "Cannot declare multiple variable parameters.");
                }

                Next();
                return new FunctionParameter(name, HasDefault: false, default, IsVariadic: true);
        }

        if (before.Exists(static parameter => parameter.HasDefault || parameter.IsVariadic))
        {
            Error(place, "Cannot declare a normal parameter after an optional parameter.");
        }

        return new FunctionParameter(name, HasDefault: false, default, IsVariadic: false);
    }

    /// <summary><c>f(a, b) = e</c>, once the call on its left has been read.</summary>
    private bool TryParseInlineFunction(ref ExpressionScan scan, Expression left)
    {
        if (left is not CallExpression { Target: GlobalVariable target } call || !ReferenceEquals(call, _explicitCall)
            || !Array.TrueForAll(call.Arguments, static argument => argument is { Name: null, IsSpread: false, Value: GlobalVariable }))
        {
            return false;
        }

        if (_expressionLevel > 1 || !scan.AllowsAssignment)
        {
            ErrorIn(SyntaxForm.Call, left.Span.Start, "Creating a function is only allowed for a top level assignment");
        }

        Next();
        var parameters = Array.ConvertAll(call.Arguments, static argument => new FunctionParameter(((GlobalVariable)argument.Value!).Name, HasDefault: false, default, IsVariadic: false));
        if (ParseExpressionStatement() is not ExpressionStatement body)
        {
            return true;
        }

        var span = new SourceSpan(left.Span.Start, body.Span.End);
        var block = new Block(body.Span, [new ReturnStatement(body.Span, body.Expression)]);
        _asStatement = new FunctionStatement(span, target, new FunctionDefinition(span, target.Name, parameters, block));
        return true;
    }
}
