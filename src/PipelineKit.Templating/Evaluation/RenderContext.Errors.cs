using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    private Node? _node;
    private SourceSpan _span;

    /// <summary>The node that is being run: where the next error is reported.</summary>
    internal Node? Node
    {
        get => _node;
        set => _node = value;
    }

    /// <summary>An error at the place that is being evaluated.</summary>
    public TemplateException Error(string message, TemplateErrorKind kind = TemplateErrorKind.Runtime) =>
        ErrorAt(_node?.ErrorSpan(this) ?? _span, message, kind);

    /// <summary>Reports the next error at a part of the text instead of at a node.</summary>
    internal void At(SourceSpan span)
    {
        _node = null;
        _span = span;
    }

    internal TemplateException ErrorAt(SourceSpan span, string message, TemplateErrorKind kind = TemplateErrorKind.Runtime, Exception? inner = null) =>
        ErrorIn(Source, span, message, kind, inner);

    internal TemplateException ErrorIn(TemplateSource source, SourceSpan span, string message, TemplateErrorKind kind, Exception? inner = null) =>
        new(new TemplateDiagnostic(kind, source.PlaceOf(span.Start), message) { IncludeStack = IncludePlaces() }, inner);
}
