namespace PipelineKit.Templating.Syntax;

/// <summary>Options of <c>for</c> and <c>tablerow</c>.</summary>
internal sealed record LoopOptions(Expression? Offset, Expression? Limit, bool IsReversed, Expression? Columns)
{
    public static LoopOptions None { get; } = new(null, null, false, null);

    /// <summary>An option that does not exist or lacks its value: an error once the loop has something to iterate.</summary>
    public (SourceSpan Span, string Message)? Invalid { get; init; }
}

/// <summary><c>for x in list … else … end</c> and <c>tablerow</c>.</summary>
internal sealed partial class ForStatement(
    SourceSpan span, LoopKind kind, Expression variable, Expression list, LoopOptions options, Block body, Block? otherwise) : Statement(span)
{
    /// <summary><see cref="LoopKind.For"/> or <see cref="LoopKind.TableRow"/>.</summary>
    public LoopKind Kind { get; } = kind;

    /// <summary>A variable, local or path.</summary>
    public Expression Variable { get; } = variable;

    public Expression List { get; } = list;

    public LoopOptions Options { get; } = options;

    public Block Body { get; } = body;

    public Block? Otherwise { get; } = otherwise;
}

internal sealed partial class WhileStatement(SourceSpan span, Expression condition, Block body) : Statement(span)
{
    public Expression Condition { get; } = condition;

    public Block Body { get; } = body;
}

internal sealed partial class BreakStatement(SourceSpan span) : Statement(span);

internal sealed partial class ContinueStatement(SourceSpan span) : Statement(span);
