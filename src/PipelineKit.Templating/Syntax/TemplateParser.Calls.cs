namespace PipelineKit.Templating.Syntax;

/// <summary>Calls: with blanks, with parentheses, with named arguments, and pipes.</summary>
internal sealed partial class TemplateParser
{
    private readonly NodeStack<Argument> _arguments = new();

    /// <summary>An expression that as an argument of a call is more than a value (<c>name: v</c>, <c>^list</c>), and what it is then.</summary>
    private Expression? _markedNode;
    private Argument? _marked;

    /// <summary>The last call with parentheses: a plain <c>f(a, b)</c> before <c>=</c> is a function.</summary>
    private CallExpression? _explicitCall;

    private bool IsPipe => _current.Kind is TokenKind.VerticalBar or TokenKind.PipeGreater;

    private void PushArgument(ref ExpressionScan scan, Expression value)
    {
        scan.CallEnd = value.Span.End;
        PushArgument(value);
    }

    private void PushArgument(Expression value) => _arguments.Push(ReferenceEquals(value, _markedNode) ? _marked! : new Argument(value.Span, null, value, IsSpread: false));

    /// <summary>Ends a space call with its last argument; without one, the operand stays what it is.</summary>
    private Expression CloseCall(ref ExpressionScan scan, Expression last)
    {
        if (scan.Callee is null)
        {
            return last;
        }

        PushArgument(ref scan, last);
        return TakeCall(ref scan);
    }

    private CallExpression TakeCall(ref ExpressionScan scan)
    {
        var callee = scan.Callee!;
        scan.Callee = null;
        return new CallExpression(new SourceSpan(callee.Span.Start, Math.Max(callee.Span.End, scan.CallEnd)), callee, _arguments.PopTo(scan.ArgumentMark));
    }

    /// <summary>An expression after an operand: the operand is called, or is itself an argument before the next one.</summary>
    private ScanStep ScanArgument(ref ExpressionScan scan, ref Expression? operand)
    {
        if (scan.IsInCall)
        {
            return ScanStep.Done;
        }

        var left = operand!;
        if (_current.Kind == TokenKind.Identifier)
        {
            if (scan.Form == SyntaxForm.For)
            {
                ParseLoopOptions();
                operand = left = CloseCall(ref scan, left);
                return IsPipe ? ScanStep.Continue : ScanStep.Done;
            }

            if (Peek().Kind == TokenKind.Colon)
            {
                return ScanNamedArguments(ref scan, ref operand);
            }
        }

        if (_current.Kind == TokenKind.OpenParen && !IsBlankBeforeCurrent())
        {
            operand = ParseExplicitCall(left);
            return operand is null ? ScanStep.Done : ScanStep.Continue;
        }

        if (scan.Callee is null)
        {
            scan.Callee = left;
        }
        else
        {
            PushArgument(ref scan, left);
        }

        return ScanStep.NextOperand;
    }

    /// <summary><c>f a name: v other: w</c>: the values are basic expressions.</summary>
    private ScanStep ScanNamedArguments(ref ExpressionScan scan, ref Expression? operand)
    {
        if (scan.Callee is null)
        {
            scan.Callee = operand;
        }
        else
        {
            PushArgument(ref scan, operand!);
        }

        while (_current.Kind == TokenKind.Identifier && Peek().Kind == TokenKind.Colon)
        {
            var name = _current;
            Next();
            Next();
            var value = ExpectExpression(scan.Form, mode: ExpressionMode.Basic);
            scan.CallEnd = _previous.End;
            _arguments.Push(new Argument(SpanFrom(name.Start), _names.Get(TextOf(name)), value, IsSpread: false));
            if (value is FunctionExpression)
            {
                break;
            }
        }

        if (IsStartOfExpression())
        {
            return ScanStep.NextOperand;
        }

        operand = TakeCall(ref scan);
        return IsPipe ? ScanStep.Continue : ScanStep.Done;
    }

    /// <summary><c>f(a, b, name: v)</c>.</summary>
    private CallExpression? ParseExplicitCall(Expression target)
    {
        if (!Link())
        {
            return null;
        }

        var mark = _arguments.Count;
        Next();
        var isClosed = true;
        while (_current.Kind != TokenKind.CloseParen)
        {
            if (_arguments.Count > mark)
            {
                ExpectComma();
            }

            isClosed = false;
            if (!IsStartOfExpression())
            {
                Error(_current, "Expecting an expression for argument function calls instead of this token.");
                break;
            }

            if (ParseExpression(new ExpressionScan(SyntaxForm.Call)) is not { } argument)
            {
                break;
            }

            PushArgument(argument);
            isClosed = true;
        }

        if (isClosed)
        {
            Next();
        }
        else
        {
            Error(_current, "Expecting a closing parenthesis for a function call.");
        }

        var call = new CallExpression(SpanFrom(target.Span.Start), target, _arguments.PopTo(mark)) { IsExplicit = true };
        _explicitCall = isClosed ? call : null;
        return call;
    }

    /// <summary><c>name: e</c> where the value may be any expression: in parentheses.</summary>
    private Expression ParseNamedArgument(ExpressionScan scan, Expression left)
    {
        if (left is not (GlobalVariable or LocalVariable or ArgumentsVariable))
        {
            Error(left.Span.Start, "Expecting a simple global or local variable before `:` in order to create a named argument");
            return left;
        }

        Next();
        var value = ExpectExpression(new ExpressionScan(scan.Form));
        if (value is null)
        {
            return left;
        }

        var span = SpanFrom(left.Span.Start);
        var name = left switch
        {
            GlobalVariable variable => variable.Name,
            LocalVariable variable => variable.Name,
            _ => "",
        };
        _marked = new Argument(span, name, value, IsSpread: false);
        return _markedNode = new ParenthesizedExpression(span, value);
    }

    /// <summary><c>a | f | g x</c>, from left to right.</summary>
    private Expression ParsePipes(Expression source)
    {
        while (IsPipe && Enter())
        {
            _newLinesHidden++;
            Next();
            _newLinesHidden--;
            if (ExpectExpression(SyntaxForm.Pipe) is not { } target)
            {
                break;
            }

            source = Pipe(source, target);
        }

        return source;
    }

    /// <summary>
    /// Gives a value to a function that is called within an expression: an operator after a target without arguments works on the result of the whole pipe.
    /// </summary>
    private static Expression Pipe(Expression source, Expression target)
    {
        var span = new SourceSpan(source.Span.Start, Math.Max(source.Span.End, target.Span.End));
        return target switch
        {
            BinaryExpression { Left: LiteralExpression } b => new BinaryExpression(span, b.Operator, b.OperatorSpan, b.Left, Pipe(source, b.Right)),
            BinaryExpression b => new BinaryExpression(span, b.Operator, b.OperatorSpan, Pipe(source, b.Left), b.Right),
            ConditionalExpression c => new ConditionalExpression(span, Pipe(source, c.Condition), c.Then, c.Otherwise),
            UnaryExpression u => new UnaryExpression(span, u.Operator, Pipe(source, u.Operand)),
            ParenthesizedExpression p => new ParenthesizedExpression(span, Pipe(source, p.Inner)),
            MemberExpression { Target: CallExpression or ParenthesizedExpression } m =>
                new MemberExpression(span, Pipe(source, m.Target), m.Name, m.NameSpan, m.IsNullConditional),
            IndexExpression { Target: CallExpression or ParenthesizedExpression } i => new IndexExpression(span, Pipe(source, i.Target), i.Index),
            _ => new PipeExpression(span, source, target),
        };
    }
}
