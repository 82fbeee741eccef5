namespace PipelineKit.Templating;

/// <summary>Which place of which template each byte of an output came from. Filled by a rendering.</summary>
public sealed partial class SourceMap
{
    /// <summary>Where a byte of the output came from.</summary>
    /// <param name="Place">The text or expression that wrote it; within text, the very line and column.</param>
    /// <param name="IncludeStack">The places of the includes that led there, innermost first.</param>
    public sealed record Origin(TemplatePlace Place, IReadOnlyList<TemplatePlace> IncludeStack);
}
