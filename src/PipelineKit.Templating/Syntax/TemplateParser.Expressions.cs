namespace PipelineKit.Templating.Syntax;

/// <summary>Expressions: operands, and what binds them.</summary>
internal sealed partial class TemplateParser
{
    private readonly NodeStack<Expression> _expressions = new();

    private Expression? ExpectExpression(SyntaxForm form, string? message = null, ExpressionMode mode = ExpressionMode.Full, bool allowAssignment = true) =>
        ExpectExpression(new ExpressionScan(form) { Mode = mode, AllowsAssignment = allowAssignment }, message);

    private Expression? ExpectExpression(ExpressionScan scan, string? message = null)
    {
        if (IsStartOfExpression())
        {
            return ParseExpression(scan);
        }

        ErrorIn(scan.Form, _current, message is null ? $"Expecting <expression> instead of `{Shown(_current)}`" : $"{message} instead of `{Shown(_current)}`");
        return null;
    }

    private Expression? ParseExpression(ExpressionScan scan)
    {
        var (depth, links) = (_depth, _links);
        _expressionLevel++;
        scan.ArgumentMark = _arguments.Count;
        var expression = Enter() ? ScanOperands(ref scan) : null;
        _arguments.DropTo(scan.ArgumentMark);
        _expressionLevel--;
        (_depth, _links) = (depth, links);
        return expression;
    }

    private Expression? ScanOperands(ref ExpressionScan scan)
    {
        while (true)
        {
            scan.Operands++;
            var left = ParseOperand();
            if (left is null)
            {
                ReportMissingOperand(scan);
                return null;
            }

            if (left is BodyVariable)
            {
                CheckBodyVariable(scan, left);
                return left;
            }

            var step = left is FunctionExpression ? ScanStep.Done : ScanStep.Continue;
            while (step == ScanStep.Continue)
            {
                step = ScanPart(ref scan, ref left);
                if (left is null)
                {
                    return null;
                }
            }

            if (step != ScanStep.NextOperand)
            {
                return step == ScanStep.Return ? left : CloseCall(ref scan, left);
            }
        }
    }

    private void ReportMissingOperand(ExpressionScan scan)
    {
        if (_missing)
        {
            return;
        }

        var call = scan.Callee is null ? "expression" : $"function call `{SyntaxText.OfCall(scan.Callee, _arguments.From(scan.ArgumentMark))}`";
        Error(_current, $"Unexpected token `{Shown(_current)}` while parsing {call}");
    }

    private void CheckBodyVariable(ExpressionScan scan, Expression left)
    {
        if (scan.Operands != 1 || _expressionLevel > 1)
        {
            Error(_current, "Cannot use block delegate $$ in a nested expression");
        }

        if (scan.Form != SyntaxForm.ExpressionStatement)
        {
            ErrorIn(scan.Form, left.Span.Start, "Cannot use block delegate $$ outside an expression statement");
        }
    }

    /// <summary>What follows an operand: it becomes part of something larger, or the expression ends.</summary>
    private ScanStep ScanPart(ref ExpressionScan scan, ref Expression? operand)
    {
        var left = operand!;
        switch (_current.Kind)
        {
            case TokenKind.CodeExit or TokenKind.NewLine or TokenKind.SemiColon or TokenKind.Eof or TokenKind.Comma:
            case TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace:
            case TokenKind.OpenInterpolatedBrace or TokenKind.CloseInterpolatedBrace or TokenKind.ContinuationInterpolatedString or TokenKind.EndingInterpolatedString:
                return ScanStep.Done;
            case TokenKind.Dot or TokenKind.QuestionDot:
                return ScanMember(ref operand);
            case TokenKind.DoublePlus or TokenKind.DoubleMinus:
                operand = left = ParsePostfix(left);
                break;
        }

        if (_current.Kind == TokenKind.OpenBracket && IsIndexable(left) && !IsBlankBeforeCurrent())
        {
            operand = ParseIndex(scan, left);
            return ScanStep.Continue;
        }

        if (scan.Mode == ExpressionMode.Basic || scan.Form == SyntaxForm.FunctionReference)
        {
            return ScanStep.Done;
        }

        switch (_current.Kind)
        {
            case TokenKind.Colon when scan.Mode != ExpressionMode.NoNamedArgument:
                operand = ParseNamedArgument(scan, left);
                return ScanStep.Done;
            case TokenKind.Equal when TryParseInlineFunction(ref scan, left):
                return ScanStep.Done;
            case TokenKind.Equal or TokenKind.PlusEqual or TokenKind.MinusEqual or TokenKind.AsteriskEqual:
            case TokenKind.DivideEqual or TokenKind.DoubleDivideEqual or TokenKind.PercentEqual:
                operand = ParseAssignment(scan, left);
                return ScanStep.Done;
            case TokenKind.Question:
                return ScanConditional(ref scan, ref operand);
        }

        if (Precedence.OfBinary(_current.Kind) is { } binary)
        {
            return ScanBinary(scan, ref operand, binary);
        }

        if (IsStartOfExpression())
        {
            return ScanArgument(ref scan, ref operand);
        }

        if (scan.Precedence == 0 && IsPipe && scan.Form != SyntaxForm.Pipe)
        {
            operand = ParsePipes(CloseCall(ref scan, left));
            return ScanStep.Return;
        }

        return ScanStep.Done;
    }

    private ScanStep ScanBinary(ExpressionScan scan, ref Expression? operand, Precedence binary)
    {
        if (binary.Level <= scan.Precedence || (scan.EndsAtOr && binary.Operator == BinaryOperator.Or))
        {
            return ScanStep.Done;
        }

        // Every operator counts for the depth: a long chain is a deep tree.
        if (!Enter())
        {
            operand = null;
            return ScanStep.Done;
        }

        var left = operand!;
        var at = _current.Span;
        Next();
        var right = ExpectExpression(
            new ExpressionScan(SyntaxForm.Binary) { IsInCall = scan.IsInCall || scan.Callee is not null, Precedence = binary.Level, Mode = scan.Mode },
            "Expecting an <expression> to the right of the operator");
        operand = right is null ? left : new BinaryExpression(SpanFrom(left.Span.Start), binary.Operator, at, left, right);
        return ScanStep.Continue;
    }

    private ScanStep ScanConditional(ref ExpressionScan scan, ref Expression? operand)
    {
        if (scan.Precedence > 0)
        {
            return ScanStep.Done;
        }

        var condition = CloseCall(ref scan, operand!);
        Next();
        var then = ExpectExpression(SyntaxForm.Conditional, mode: ExpressionMode.NoNamedArgument);
        Expect(TokenKind.Colon, ":");
        var otherwise = ExpectExpression(SyntaxForm.Conditional, mode: ExpressionMode.NoNamedArgument);
        operand = then is null || otherwise is null ? condition : new ConditionalExpression(SpanFrom(condition.Span.Start), condition, then, otherwise);
        return ScanStep.Done;
    }

    /// <summary>Kept aside for the statement, since an assignment has no value.</summary>
    private Expression ParseAssignment(ExpressionScan scan, Expression left)
    {
        if (!IsPath(left) || scan.Callee is not null || _expressionLevel > 1 || !scan.AllowsAssignment || scan.Form != SyntaxForm.ExpressionStatement)
        {
            ErrorIn(SyntaxForm.Assign, left.Span.Start, "Expression is only allowed for a top level assignment");
        }

        var compound = Precedence.OfCompound(_current.Kind);
        Next();
        var value = ExpectExpression(new ExpressionScan(SyntaxForm.Assign) { IsInCall = scan.IsInCall });
        if (value is not null)
        {
            _asStatement = new AssignStatement(SpanFrom(left.Span.Start), left, compound, value);
        }

        return left;
    }

    private bool IsStartOfExpression() => _current.Kind switch
    {
        TokenKind.Identifier or TokenKind.IdentifierSpecial or TokenKind.Integer or TokenKind.HexaInteger or TokenKind.BinaryInteger or TokenKind.Float => true,
        TokenKind.String or TokenKind.VerbatimString or TokenKind.InterpolatedString or TokenKind.BeginInterpolatedString => true,
        TokenKind.ContinuationInterpolatedString or TokenKind.EndingInterpolatedString => true,
        TokenKind.OpenParen or TokenKind.OpenBrace or TokenKind.OpenBracket => true,
        TokenKind.Exclamation or TokenKind.Minus or TokenKind.Plus or TokenKind.Arroba or TokenKind.DoublePlus or TokenKind.DoubleMinus or TokenKind.Caret => true,
        _ => false,
    };

    /// <summary>Whether it can be assigned to: a variable, member or index, or one in parentheses.</summary>
    private static bool IsPath(Expression expression) =>
        expression is GlobalVariable or MemberExpression or IndexExpression or LocalVariable or ArgumentVariable or ArgumentsVariable
            or BodyVariable or ThisVariable or LoopVariable or ParenthesizedExpression;

    private static bool IsIndexable(Expression expression) => IsPath(expression) || expression is LiteralExpression or CallExpression;
}
