using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class CallExpression
{
    public override ScriptValue Evaluate(RenderContext context) => Evaluate(context, piped: null);

    /// <summary>The value of the call, with a piped value as its first argument.</summary>
    public ScriptValue Evaluate(RenderContext context, Expression? piped)
    {
        var callee = Target.EvaluateReference(context);
        var function = callee.AsFunction ?? callee.AsObject?.Callable;
        if (function is not null)
        {
            return context.Call(function, this, piped, Arguments);
        }

        if (callee.IsNull)
        {
            return context.Options.RelaxedFunctionAccess ? default : throw NotFound(context);
        }

        throw context.ErrorAt(Span, piped is not null
            ? $"Pipe expression destination `{SyntaxText.Of(Target)}` is not a valid function "
            : $"Invalid target function `{TypeNames.Shown(context, callee)}` ({TypeNames.Of(callee)})");
    }

    private TemplateException NotFound(RenderContext context) => context.ErrorAt(
        Target.Span,
        $"The function `{SyntaxText.Of(Target)}` was not found",
        remedy: context.IsManifest && Target is GlobalVariable { Name: var name } ? Suggestion.For(name, context.VisibleNames()) : null);
}

internal sealed partial class PipeExpression
{
    public override ScriptValue Evaluate(RenderContext context)
    {
        if (Target is CallExpression call)
        {
            return call.Evaluate(context, Source);
        }

        var callee = Target.EvaluateReference(context);
        var function = callee.AsFunction ?? callee.AsObject?.Callable;
        return function is not null
            ? context.Call(function, Target, Source, [])
            : throw context.ErrorAt(Target.Span, $"Pipe expression destination `{SyntaxText.Of(Target)}` is not a valid function ");
    }
}

internal sealed partial class FunctionReference
{
    public override ScriptValue Evaluate(RenderContext context) => Target.EvaluateReference(context);
}

internal sealed partial class FunctionExpression
{
    public override ScriptValue Evaluate(RenderContext context) => new TemplateFunction(Definition, context.Source);
}

internal sealed partial class FunctionDefinition
{
    private ScriptParameter[]? _signature;

    /// <summary>Its parameters as calls bind them; none of a simple function.</summary>
    public ReadOnlySpan<ScriptParameter> Signature => _signature ??= MakeSignature();

    private ScriptParameter[] MakeSignature()
    {
        var signature = new ScriptParameter[Parameters?.Length ?? 0];
        for (var i = 0; i < signature.Length; i++)
        {
            var parameter = Parameters![i];
            signature[i] = new ScriptParameter(parameter.Name, ParameterKind.Any, parameter.HasDefault, parameter.Default, parameter.IsVariadic);
        }

        return signature;
    }
}
