namespace PipelineKit.Templating.Syntax;

internal sealed partial class UnaryExpression
{
    public override SourceSpan ErrorSpan(RenderContext context) => Operand.Span;

    public override ScriptValue Evaluate(RenderContext context)
    {
        var value = Operand.Evaluate(context);
        if (Operator == UnaryOperator.Not)
        {
            return !value.IsTrue;
        }

        context.Node = this;
        return Operators.Unary(context, Operator, value);
    }
}

internal sealed partial class IncrementExpression
{
    public override SourceSpan ErrorSpan(RenderContext context) => Operand.Span;

    public override ScriptValue Evaluate(RenderContext context)
    {
        var value = Operand.Evaluate(context);
        context.Node = this;
        value = Operators.Unary(context, UnaryOperator.Plus, value);
        var changed = Operators.Binary(context, BinaryOperator.Add, value, Delta);
        Operand.Assign(context, changed);
        return IsPrefix ? changed : value;
    }
}

internal sealed partial class BinaryExpression
{
    public override SourceSpan ErrorSpan(RenderContext context)
    {
        var operand = context.ErrorOperand;
        context.ErrorOperand = ErrorOperand.None;
        return operand switch
        {
            ErrorOperand.Left => Left.Span,
            ErrorOperand.Right => Right.Span,
            _ => OperatorSpan,
        };
    }

    public override ScriptValue Evaluate(RenderContext context)
    {
        switch (Operator)
        {
            case BinaryOperator.And:
                return Left.Evaluate(context).IsTrue && Right.Evaluate(context).IsTrue;
            case BinaryOperator.Or:
                return Left.Evaluate(context).IsTrue || Right.Evaluate(context).IsTrue;
            case BinaryOperator.EmptyCoalescing:
                return Coalesce(context);
            case BinaryOperator.NotEmptyCoalescing:
                return CoalesceNot(context);
            default:
                var leftValue = Left.Evaluate(context);
                var rightValue = Right.Evaluate(context);
                context.Node = this;
                return Operators.Binary(context, Operator, leftValue, rightValue);
        }
    }

    public override ScriptValue EvaluateOptional(RenderContext context) =>
        Operator == BinaryOperator.EmptyCoalescing && context.IsManifest && Left.EvaluateOptional(context) is var leftValue
            ? leftValue.IsNull ? Right.EvaluateOptional(context) : leftValue
            : Evaluate(context);

    /// <summary>Scriban evaluates both sides always; a manifest only the side it needs, and what is missing on the leftValue is null.</summary>
    private ScriptValue Coalesce(RenderContext context)
    {
        if (context.IsManifest)
        {
            var optional = Left.EvaluateOptional(context);
            return optional.IsNull ? Right.Evaluate(context) : optional;
        }

        var leftValue = Left.Evaluate(context);
        var rightValue = Right.Evaluate(context);
        return leftValue.IsNull ? rightValue : leftValue;
    }

    private ScriptValue CoalesceNot(RenderContext context)
    {
        if (context.IsManifest)
        {
            return Left.EvaluateOptional(context).IsNull ? default : Right.Evaluate(context);
        }

        var leftValue = Left.Evaluate(context);
        var rightValue = Right.Evaluate(context);
        return leftValue.IsNull ? leftValue : rightValue;
    }
}

internal sealed partial class ConditionalExpression
{
    public override ScriptValue Evaluate(RenderContext context) => (Condition.Evaluate(context).IsTrue ? Then : Otherwise).Evaluate(context);
}
