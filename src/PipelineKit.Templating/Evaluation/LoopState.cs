using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>Where a loop is.</summary>
internal struct LoopState
{
    public Statement Statement;

    /// <summary>The text the loop stands in.</summary>
    public TemplateSource Source;

    public LoopKind Kind;

    public long Index;

    /// <summary>How many rounds; -1 of <c>while</c>.</summary>
    public long Length;

    /// <summary>The column of <c>tablerow</c>, 0-based.</summary>
    public long Column;

    /// <summary>Whether the item differs from the one before.</summary>
    public bool IsChanged;
}
