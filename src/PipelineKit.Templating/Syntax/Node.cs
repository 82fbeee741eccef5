namespace PipelineKit.Templating.Syntax;

/// <summary>A part of a parsed template. Immutable but for caches of lookups, which are safe to race; how a node runs is in <c>Evaluation/</c>.</summary>
internal abstract partial class Node(SourceSpan span)
{
    public SourceSpan Span { get; } = span;
}

/// <summary>A part that has a value.</summary>
internal abstract partial class Expression(SourceSpan span) : Node(span);

/// <summary>A part that is executed.</summary>
internal abstract partial class Statement(SourceSpan span) : Node(span);
