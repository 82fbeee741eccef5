using System.Buffers;
using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

/// <summary>
/// A parsed template: the whole seam to the template language is <see cref="Parse"/> and <see cref="Render"/>. Immutable; may be rendered any number of times and in parallel.
/// </summary>
public sealed class Template
{
    private readonly ParsedTemplate _parsed;
    private readonly TemplateParseOptions _options;

    private Template(ParsedTemplate parsed, TemplateParseOptions options)
    {
        _parsed = parsed;
        _options = options;
    }

    /// <summary>The name errors are reported under.</summary>
    public string Name => _parsed.Source.Name;

    /// <summary>Errors in the text; empty when it can be rendered.</summary>
    public IReadOnlyList<TemplateDiagnostic> Diagnostics => _parsed.Diagnostics;

    /// <summary>Parses a text. Errors are in <see cref="Diagnostics"/>; nothing is thrown for them.</summary>
    /// <param name="text">The template.</param>
    /// <param name="name">The name errors are reported under.</param>
    /// <param name="options">How to parse; null takes the defaults.</param>
    public static Template Parse(string text, string name, TemplateParseOptions? options = null)
    {
        options ??= TemplateParseOptions.Default;
        return new Template(Parser.Parse(new TemplateSource(name, text), options), options);
    }

    /// <summary>Renders the template as UTF-8.</summary>
    /// <param name="options">The data, the rules and the bounds.</param>
    /// <param name="output">What was rendered before an error stays written.</param>
    /// <param name="cancellation">Ends the rendering.</param>
    /// <exception cref="TemplateException">The template has errors, or ran into one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Render(TemplateRenderOptions options, IBufferWriter<byte> output, CancellationToken cancellation)
    {
        if (_parsed.Diagnostics.Count > 0)
        {
            throw new TemplateException(_parsed.Diagnostics);
        }

        using var writer = new OutputWriter(output);
        var context = new RenderContext(options, _options, _parsed.Source, writer, cancellation);
        try
        {
            if (_parsed.Body.ExecuteTemplate(context) == Flow.Return)
            {
                writer.WriteValue(context.TakeReturned(), _parsed.Body.Span);
            }
        }
        finally
        {
            writer.End();
        }
    }
}
