namespace PipelineKit.Templating.Syntax;

internal sealed partial class LiteralExpression(SourceSpan span, ScriptValue value) : Expression(span)
{
    public ScriptValue Value { get; } = value;

    /// <summary>What the string was written in; messages show it so.</summary>
    public char Quote { get; init; } = '"';
}

/// <summary><c>$"a {b} c"</c>: literal parts are <see cref="LiteralExpression"/>.</summary>
internal sealed partial class InterpolatedString(SourceSpan span, Expression[] parts) : Expression(span)
{
    public Expression[] Parts { get; } = parts;
}

internal sealed partial class ParenthesizedExpression(SourceSpan span, Expression inner) : Expression(span)
{
    public Expression Inner { get; } = inner;
}

internal sealed partial class UnaryExpression(SourceSpan span, UnaryOperator @operator, Expression operand) : Expression(span)
{
    public UnaryOperator Operator { get; } = @operator;

    public Expression Operand { get; } = operand;
}

/// <summary><c>++x</c>, <c>x--</c>; the operand is a variable, member or index.</summary>
internal sealed partial class IncrementExpression(SourceSpan span, Expression operand, int delta, bool isPrefix) : Expression(span)
{
    public Expression Operand { get; } = operand;

    public int Delta { get; } = delta;

    public bool IsPrefix { get; } = isPrefix;
}

/// <summary>Two operands and what stands between them.</summary>
/// <param name="span">From the start of the left side to the end of the right side.</param>
/// <param name="operator">The operator, ranges and coalescing included.</param>
/// <param name="operatorSpan">Where the operator stands.</param>
/// <param name="left">Left side.</param>
/// <param name="right">Right side.</param>
internal sealed partial class BinaryExpression(SourceSpan span, BinaryOperator @operator, SourceSpan operatorSpan, Expression left, Expression right) : Expression(span)
{
    public BinaryOperator Operator { get; } = @operator;

    public SourceSpan OperatorSpan { get; } = operatorSpan;

    public Expression Left { get; } = left;

    public Expression Right { get; } = right;
}

/// <summary><c>c ? a : b</c>.</summary>
internal sealed partial class ConditionalExpression(SourceSpan span, Expression condition, Expression then, Expression otherwise) : Expression(span)
{
    public Expression Condition { get; } = condition;

    public Expression Then { get; } = then;

    public Expression Otherwise { get; } = otherwise;
}

internal sealed partial class ArrayExpression(SourceSpan span, Expression[] items) : Expression(span)
{
    public Expression[] Items { get; } = items;
}

internal sealed partial class ObjectExpression(SourceSpan span, (string Key, Expression Value)[] members) : Expression(span)
{
    public (string Key, Expression Value)[] Members { get; } = members;
}
