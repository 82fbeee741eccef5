namespace PipelineKit.Templating.Syntax;

/// <summary>Statements in order.</summary>
internal sealed partial class Block(SourceSpan span, Statement[] statements) : Statement(span)
{
    public Statement[] Statements { get; } = statements;
}

/// <summary>Text as it is to be written: after white-space control, as UTF-8.</summary>
internal sealed partial class TextStatement(SourceSpan span, ReadOnlyMemory<byte> utf8) : Statement(span)
{
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;
}

/// <summary>A code block opens that indents what it writes; only where the indent is not empty.</summary>
internal sealed partial class EnterIndent(SourceSpan span, string indent) : Statement(span)
{
    public string Indent { get; } = indent;
}

/// <summary>The code block of the last <see cref="EnterIndent"/> of the same block closes.</summary>
internal sealed partial class LeaveIndent(SourceSpan span) : Statement(span);

internal sealed partial class ExpressionStatement(SourceSpan span, Expression expression) : Statement(span)
{
    public Expression Expression { get; } = expression;
}

/// <summary><c>x = e</c>, <c>x += e</c>.</summary>
internal sealed partial class AssignStatement(SourceSpan span, Expression target, BinaryOperator? compound, Expression value) : Statement(span)
{
    /// <summary>A variable, member or index.</summary>
    public Expression Target { get; } = target;

    public BinaryOperator? Compound { get; } = compound;

    public Expression Value { get; } = value;
}

/// <summary><c>if … else if … else … end</c>.</summary>
/// <param name="span">The statement.</param>
/// <param name="condition">The condition.</param>
/// <param name="then">Its body.</param>
/// <param name="otherwise">A <see cref="Block"/> for <c>else</c>, an <see cref="IfStatement"/> for <c>else if</c>, or null.</param>
internal sealed partial class IfStatement(SourceSpan span, Expression condition, Block then, Statement? otherwise) : Statement(span)
{
    public Expression Condition { get; } = condition;

    public Block Then { get; } = then;

    public Statement? Otherwise { get; } = otherwise;
}

internal sealed record WhenClause(SourceSpan Span, Expression[] Values, Block Body);

internal sealed partial class CaseStatement(SourceSpan span, Expression value, WhenClause[] clauses, Block? otherwise) : Statement(span)
{
    public Expression Value { get; } = value;

    public WhenClause[] Clauses { get; } = clauses;

    public Block? Otherwise { get; } = otherwise;
}

internal sealed partial class CaptureStatement(SourceSpan span, Expression target, Block body) : Statement(span)
{
    public Expression Target { get; } = target;

    public Block Body { get; } = body;
}

internal sealed partial class WithStatement(SourceSpan span, Expression target, Block body) : Statement(span)
{
    public Expression Target { get; } = target;

    public Block Body { get; } = body;
}

internal sealed partial class ImportStatement(SourceSpan span, Expression value) : Statement(span)
{
    public Expression Value { get; } = value;
}

internal sealed partial class ReadOnlyStatement(SourceSpan span, Expression variable) : Statement(span)
{
    public Expression Variable { get; } = variable;
}

/// <summary><c>wrap f args … end</c>.</summary>
internal sealed partial class WrapStatement(SourceSpan span, Expression call, Block body) : Statement(span)
{
    public Expression Call { get; } = call;

    public Block Body { get; } = body;
}

/// <summary><c>func name …</c> and <c>name(x) = …</c>; the target is a variable.</summary>
internal sealed partial class FunctionStatement(SourceSpan span, Expression target, FunctionDefinition definition) : Statement(span)
{
    public Expression Target { get; } = target;

    public FunctionDefinition Definition { get; } = definition;
}

internal sealed partial class ReturnStatement(SourceSpan span, Expression? value) : Statement(span)
{
    public Expression? Value { get; } = value;
}
