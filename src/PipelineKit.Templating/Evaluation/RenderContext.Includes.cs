using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    private readonly TemplateParseOptions _parseOptions;
    private readonly Dictionary<string, ParsedTemplate> _templates = new(StringComparer.Ordinal);
    private readonly List<IncludeCall> _includes = [];

    /// <summary>The number of the innermost include in the source map; 0 is none.</summary>
    internal int IncludeStackId { get; private set; }

    /// <summary>The template of a name, loaded and parsed once.</summary>
    internal ParsedTemplate Include(string name, SourceSpan span)
    {
        if (name.Length == 0)
        {
            throw ErrorAt(span, "Include template name cannot be null or empty");
        }

        if (Options.Loader is not { } loader)
        {
            throw ErrorAt(span, $"Unable to include <{name}>. No TemplateLoader registered in TemplateContext.TemplateLoader");
        }

        var from = Source.PlaceOf(span.Start);
        var path = Guarded(span, $"Unexpected exception while getting the path for the include name `{name}`", () => loader.GetPath(name, from))
            ?? throw ErrorAt(span, $"Include template path is null for `{name}");
        if (_templates.TryGetValue(path, out var known))
        {
            return known;
        }

        var text = Guarded(span, $"Unexpected exception while creating template from path `{path}`", () => loader.Load(path))
            ?? throw ErrorAt(span, $"The result of including `{path}` cannot be null");
        var parsed = Parser.Parse(new TemplateSource(path, text), _parseOptions with { Mode = TemplateMode.Default });
        if (parsed.Diagnostics.Count > 0)
        {
            throw ErrorAt(span, $"Error while parsing template `{path}` Parser messages:\n {string.Join('\n', parsed.Diagnostics)}");
        }

        _templates.Add(path, parsed);
        return parsed;
    }

    /// <summary>The text of a template rendered within this rendering.</summary>
    /// <param name="template">The template.</param>
    /// <param name="arguments">Its <c>$</c>; named ones are <c>$name</c> too.</param>
    /// <param name="caller">Where it is asked for.</param>
    internal string RenderNested(ParsedTemplate template, ScriptArray arguments, Node caller)
    {
        EnterCall(caller);
        var source = Source;
        var stack = IncludeStackId;
        _includes.Add(new IncludeCall(source, caller.Span.Start));
        IncludeStackId = Options.SourceMap?.StackIdOf(stack, source, caller.Span.Start) ?? 0;
        var frame = PushFrame();
        frame.SetArguments(arguments);
        if (arguments.Members is { } named)
        {
            for (var i = 0; i < named.Count; i++)
            {
                frame.Locals.Add(named.Keys[i], named.Values[i]);
            }
        }

        Output.BeginSegment(isolated: true);
        Source = template.Source;
        if (template.Body.ExecuteTemplate(this) == Flow.Return)
        {
            Output.WriteValue(TakeReturned(), template.Body.Span);
        }

        var text = Output.EndSegment();
        PopFrame();
        Source = source;
        IncludeStackId = stack;
        _includes.RemoveAt(_includes.Count - 1);
        LeaveCall();
        return text;
    }

    /// <summary>Runs a text as a script for its value, or renders it as a template, with all names of this place.</summary>
    internal ScriptValue EvaluateText(string text, TemplateMode mode)
    {
        var isTemplate = mode == TemplateMode.Default;
        var caller = Node;
        EnterCall(caller);
        var parsed = Parser.Parse(new TemplateSource(Source.Name, text), _parseOptions with { Mode = mode });
        if (parsed.Diagnostics.Count > 0)
        {
            throw Error(string.Join('\n', parsed.Diagnostics));
        }

        var source = Source;
        Source = parsed.Source;
        Output.BeginSegment(isolated: true);
        ScriptValue value = default;
        var flow = isTemplate ? parsed.Body.ExecuteTemplate(this) : parsed.Body.ExecuteForValue(this, ref value);
        if (flow == Flow.Return)
        {
            value = TakeReturned();
            if (isTemplate)
            {
                Output.WriteValue(value, parsed.Body.Span);
            }
        }

        var printed = Output.EndSegment();
        Source = source;
        Node = caller;
        LeaveCall();
        return isTemplate ? printed : value;
    }

    private List<TemplatePlace> IncludePlaces()
    {
        var places = new List<TemplatePlace>(_includes.Count);
        for (var i = _includes.Count - 1; i >= 0; i--)
        {
            places.Add(_includes[i].Source.PlaceOf(_includes[i].Position));
        }

        return places;
    }

    /// <summary>What the host's loader gives; what it throws becomes an error at the include.</summary>
    private string? Guarded(SourceSpan span, string message, Func<string?> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is not (TemplateException or OperationCanceledException))
        {
            throw ErrorAt(span, message, inner: e);
        }
    }

    private readonly record struct IncludeCall(TemplateSource Source, int Position);
}
