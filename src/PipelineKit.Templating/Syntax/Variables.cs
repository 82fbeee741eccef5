namespace PipelineKit.Templating.Syntax;

/// <summary>A plain name.</summary>
internal sealed partial class GlobalVariable(SourceSpan span, string name) : Expression(span)
{
    public string Name { get; } = name;
}

/// <summary><c>$name</c>; the name is without the dollar.</summary>
internal sealed partial class LocalVariable(SourceSpan span, string name) : Expression(span)
{
    public string Name { get; } = name;
}

/// <summary><c>$</c>: the arguments of the call.</summary>
internal sealed partial class ArgumentsVariable(SourceSpan span) : Expression(span);

/// <summary><c>$0</c>, <c>$1</c>…</summary>
internal sealed partial class ArgumentVariable(SourceSpan span, int index) : Expression(span)
{
    public int Index { get; } = index;
}

/// <summary><c>$$</c>: the body that <c>wrap</c> was given; only as a statement of its own.</summary>
internal sealed partial class BodyVariable(SourceSpan span) : Expression(span);

/// <summary><c>this</c>: the current top object.</summary>
internal sealed partial class ThisVariable(SourceSpan span) : Expression(span);

internal enum LoopKind
{
    For,
    While,
    TableRow,
}

internal enum LoopMember
{
    Index,
    ReverseIndex,
    First,
    Last,
    Even,
    Odd,
    Changed,
    Length,
    Column,
}

/// <summary><c>for.index</c>, <c>while.first</c>, <c>tablerow.col</c>…</summary>
internal sealed partial class LoopVariable(SourceSpan span, LoopKind kind, LoopMember member) : Expression(span)
{
    public LoopKind Kind { get; } = kind;

    public LoopMember Member { get; } = member;
}

/// <summary><c>a.b</c> and <c>a?.b</c>.</summary>
internal sealed partial class MemberExpression(SourceSpan span, Expression target, string name, SourceSpan nameSpan, bool isNullConditional) : Expression(span)
{
    public Expression Target { get; } = target;

    public string Name { get; } = name;

    public SourceSpan NameSpan { get; } = nameSpan;

    public bool IsNullConditional { get; } = isNullConditional;
}

/// <summary><c>a[i]</c>.</summary>
internal sealed partial class IndexExpression(SourceSpan span, Expression target, Expression index) : Expression(span)
{
    public Expression Target { get; } = target;

    public Expression Index { get; } = index;
}
