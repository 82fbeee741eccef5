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
    /// <param name="message">What is wrong.</param>
    /// <param name="kind">What kind of error.</param>
    /// <param name="remedy">What to do about it, as a sentence; null where the message says all there is to say.</param>
    public TemplateException Error(string message, TemplateErrorKind kind = TemplateErrorKind.Runtime, string? remedy = null) =>
        ErrorAt(_node?.ErrorSpan(this) ?? _span, message, kind, remedy: remedy);

    /// <summary>Reports the next error at a part of the text instead of at a node.</summary>
    internal void At(SourceSpan span)
    {
        _node = null;
        _span = span;
    }

    internal TemplateException ErrorAt(SourceSpan span, string message, TemplateErrorKind kind = TemplateErrorKind.Runtime, Exception? inner = null, string? remedy = null) =>
        ErrorIn(Source, span, message, kind, inner, remedy);

    internal TemplateException ErrorIn(TemplateSource source, SourceSpan span, string message, TemplateErrorKind kind, Exception? inner = null, string? remedy = null) =>
        new(new TemplateDiagnostic(kind, source.PlaceOf(span.Start), message) { IncludeStack = IncludePlaces(), Remedy = remedy }, inner);
}
