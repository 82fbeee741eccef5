using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>A function that a template defines.</summary>
internal sealed class TemplateFunction(FunctionDefinition definition, TemplateSource source) : ScriptFunction(definition.Name)
{
    public FunctionDefinition Definition { get; } = definition;

    /// <summary>The text it stands in.</summary>
    public TemplateSource Source { get; } = source;

    /// <summary>Runs the body with arguments that are bound already.</summary>
    public ScriptValue Run(RenderContext context, ReadOnlySpan<ScriptValue> arguments, ScriptObject? named, Block? body, TemplateSource? bodySource)
    {
        var frame = context.PushFrame(hasScope: Definition.Parameters is not null, isClosed: Definition.Name is not null, isFunction: true);
        frame.Body = body;
        frame.BodySource = bodySource;
        Bind(context, frame, arguments, named);
        if (Definition.Name is ['$', .. var local])
        {
            frame.Locals.Add(local, this);
        }

        var callerSource = context.Source;
        context.Source = Source;
        var flow = Definition.Body.Execute(context);
        context.Source = callerSource;
        context.PopFrame();
        return flow == Flow.Return ? context.TakeReturned() : default;
    }

    private void Bind(RenderContext context, Frame frame, ReadOnlySpan<ScriptValue> arguments, ScriptObject? named)
    {
        var parameters = Definition.Signature;
        if (parameters.Length > 0 && parameters[^1].IsVariadic)
        {
            // The variable part is one array, in the scope and in $.
            var rest = new ScriptArray(arguments[(parameters.Length - 1)..]);
            var list = new ScriptArray(arguments[..(parameters.Length - 1)]) { Members = named };
            list.Add(rest);
            frame.SetArguments(list);
            for (var i = 0; i < parameters.Length; i++)
            {
                frame.Scope.Add(parameters[i].Name, list[i]);
            }

            return;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            frame.Scope.Add(parameters[i].Name, arguments[i]);
        }

        if (named is not null)
        {
            frame.SetArguments(new ScriptArray(arguments) { Members = named });
        }
        else
        {
            frame.SetArguments(arguments);
        }
    }
}
