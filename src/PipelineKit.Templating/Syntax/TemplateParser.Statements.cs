namespace PipelineKit.Templating.Syntax;

/// <summary>Which statement comes next, and how it ends.</summary>
internal sealed partial class TemplateParser
{
    /// <summary>
    /// The next statement; null when there was none to keep. <paramref name="hasEnd"/>: it closed the block. False: the block cannot go on.
    /// </summary>
    private bool TryParseStatement(SyntaxForm parent, bool expectsEndOfStatement, out Statement? statement, out bool hasEnd)
    {
        statement = null;
        hasEnd = false;
        while (!_isFatal)
        {
            switch (_current.Kind)
            {
                case TokenKind.Eof:
                    return false;
                case TokenKind.Raw or TokenKind.Escape:
                    statement = ParseText();
                    if (parent != SyntaxForm.Case)
                    {
                        return true;
                    }

                    statement = null;
                    continue;
                case TokenKind.CodeEnter:
                    OpenCode();
                    continue;
                case TokenKind.CodeExit:
                    CloseCode();
                    continue;
                case TokenKind.EscapeEnter or TokenKind.EscapeExit:
                    _block.IsAfterText = false;
                    Next();
                    continue;
                case TokenKind.FrontMatterMarker:
                    return CloseFrontMatter();
            }

            if (!_inCode)
            {
                Error(_current, $"Unexpected token {Shown(_current)} while not in a code block {{ ... }}");
                return false;
            }

            switch (_current.Kind)
            {
                case TokenKind.NewLine or TokenKind.SemiColon:
                    Next();
                    continue;
                case TokenKind.Identifier:
                    return ParseByKeyword(parent, expectsEndOfStatement, out statement, out hasEnd);
            }

            if (!IsStartOfExpression())
            {
                Error(_current, $"Unexpected token {Shown(_current)}");
                return false;
            }

            CheckNotInCase(parent);
            statement = ParseExpressionStatement();
            return true;
        }

        return false;
    }

    private bool CloseFrontMatter()
    {
        if (!_inFrontMatter)
        {
            Error(_current, $"Unexpected frontmatter marker `{_options.FrontMatterMarker}` while not inside a frontmatter");
            Next();
            return true;
        }

        _inFrontMatter = _inCode = false;
        Next();
        if (_mode is TemplateMode.Default)
        {
            return true;
        }

        _mode = TemplateMode.Default;
        return false;
    }

    private bool ParseByKeyword(SyntaxForm parent, bool expectsEndOfStatement, out Statement? statement, out bool hasEnd)
    {
        hasEnd = false;
        statement = null;
        var first = _current;
        switch (TextOf(first))
        {
            case "end":
                hasEnd = true;
                Next();
                if (expectsEndOfStatement)
                {
                    ExpectEndOfStatement();
                }

                return true;
            case "else":
                hasEnd = true;
                return ParseElseOf(parent, first);
            case "when":
                hasEnd = true;
                return ParseWhenOf(parent, first);
        }

        CheckNotInCase(parent);
        statement = TextOf(first) switch
        {
            "if" => ParseIf(),
            "case" => ParseCase(),
            "for" when Peek().Kind != TokenKind.Dot => ParseFor(LoopKind.For),
            "tablerow" when Peek().Kind != TokenKind.Dot => ParseFor(LoopKind.TableRow),
            "while" when Peek().Kind != TokenKind.Dot => ParseWhile(),
            "with" => ParseWith(),
            "wrap" => ParseWrap(),
            "capture" => ParseCapture(),
            "import" => ParseImport(),
            "readonly" => ParseReadOnly(),
            "func" => ParseFunctionStatement(),
            "ret" => ParseReturn(),
            "break" => ParseFlow(isBreak: true),
            "continue" => ParseFlow(isBreak: false),
            _ => ParseExpressionStatement(),
        };
        return true;
    }

    private void CheckNotInCase(SyntaxForm parent)
    {
        if (parent == SyntaxForm.Case)
        {
            Error(_current, $"Unexpected statement/expression `{TextOf(_current)}` in the body of a `case` statement. Only `when`/`else` are expected.");
        }
    }

    private bool ExpectEndOfStatement()
    {
        switch (_current.Kind)
        {
            case TokenKind.NewLine or TokenKind.SemiColon:
                Next();
                return true;
            case TokenKind.CodeExit or TokenKind.Eof:
                return true;
        }

        Error(_current, $"Invalid token found `{Shown(_current)}`. Expecting <EOL>/end of line.", "Begin the next statement on a line of its own or after `;`, or remove what is too much.");
        _isFatal = true;
        return false;
    }

    private Statement? ParseExpressionStatement()
    {
        var first = _current;
        _asStatement = null;
        var expression = ExpectExpression(SyntaxForm.ExpressionStatement);
        var statement = _asStatement;
        _asStatement = null;
        if (expression is null)
        {
            // Where nothing was read, trying again would end nowhere.
            _isFatal |= _current.Start == first.Start;
            return null;
        }

        if (statement is FunctionStatement)
        {
            return statement;
        }

        ExpectEndOfStatement();
        return statement ?? new ExpressionStatement(expression.Span, expression);
    }

    private Statement ParseFlow(bool isBreak)
    {
        var span = _current.Span;
        Next();
        ExpectEndOfStatement();
        return isBreak ? new BreakStatement(span) : new ContinueStatement(span);
    }

    private ImportStatement? ParseImport()
    {
        var start = _current.Start;
        Next();
        var value = ExpectExpression(SyntaxForm.Import, allowAssignment: false);
        var span = SpanFrom(start);
        ExpectEndOfStatement();
        return value is null ? null : new ImportStatement(span, value);
    }

    private ReadOnlyStatement? ParseReadOnly()
    {
        var start = _current.Start;
        Next();
        var variable = ExpectVariable(SyntaxForm.ReadOnly, start);
        var span = SpanFrom(start);
        ExpectEndOfStatement();
        return variable is null ? null : new ReadOnlyStatement(span, variable);
    }

    private ReturnStatement ParseReturn()
    {
        var start = _current.Start;
        Next();
        var value = IsStartOfExpression() ? ParseExpression(new ExpressionScan(SyntaxForm.Return) { AllowsAssignment = false }) : null;
        var span = SpanFrom(start);
        ExpectEndOfStatement();
        return new ReturnStatement(span, value);
    }
}
