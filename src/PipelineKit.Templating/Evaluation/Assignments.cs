using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class AssignStatement
{
    public override Flow Execute(RenderContext context)
    {
        var result = Value.Evaluate(context);
        if (Compound is { } operation)
        {
            var old = Target.Evaluate(context);
            context.Node = this;
            result = Operators.Binary(context, operation, old, result);
        }

        context.Node = this;
        Target.Assign(context, result);
        return Flow.Next;
    }
}

internal sealed partial class CaptureStatement
{
    public override Flow Execute(RenderContext context)
    {
        context.Output.BeginSegment(isolated: context.IsManifest);
        var flow = Body.Execute(context);
        var text = context.Output.EndSegment();
        context.Node = this;
        if (context.IsManifest)
        {
            context.CheckLength(text.Length);
        }

        Target.Assign(context, text);
        return flow;
    }
}

internal sealed partial class WithStatement
{
    public override Flow Execute(RenderContext context)
    {
        var owner = Target.Evaluate(context);
        context.Node = Target;
        var top = owner.AsObject ?? (owner.AsArray is { } list ? list.Members ??= new ScriptObject() : null);
        if (top is null)
        {
            throw context.Error($"Invalid target property `{SyntaxText.Of(Target)}` used for [with] statement. Must be a ScriptObject instead of `{TypeName(owner)}`");
        }

        context.PushObject(top);
        context.PushFrame(isWith: true);
        var flow = Body.Execute(context);
        context.PopFrame();
        context.PopObject();
        return flow;
    }

    private static string TypeName(ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Null => "null",
        ScriptValueKind.Boolean => "Boolean",
        ScriptValueKind.Integer => "Int32",
        ScriptValueKind.Long => "Int64",
        ScriptValueKind.BigInteger => "BigInteger",
        ScriptValueKind.Float => "Single",
        ScriptValueKind.Double => "Double",
        ScriptValueKind.Decimal => "Decimal",
        ScriptValueKind.String => "String",
        ScriptValueKind.Date => "DateTime",
        ScriptValueKind.TimeSpan => "TimeSpan",
        ScriptValueKind.Range => "ScriptRange",
        _ => "ScriptFunction",
    };
}

internal sealed partial class ImportStatement
{
    public override Flow Execute(RenderContext context)
    {
        var given = Value.Evaluate(context);
        if (given.IsNull)
        {
            return Flow.Next;
        }

        context.Node = Value;
        if (given.AsObject is not { } source)
        {
            throw context.Error($"Unexpected value `{TypeNames.Of(given)}` for import. Expecting an plain script object.");
        }

        var owner = context.Top;
        for (var i = 0; i < source.Count; i++)
        {
            context.Step();
            var name = source.KeyAt(i);
            if (!owner.IsReadOnlyMember(name))
            {
                owner.Set(name, source.Values[i]);
            }
        }

        return Flow.Next;
    }
}

internal sealed partial class ReadOnlyStatement
{
    public override Flow Execute(RenderContext context)
    {
        switch (Variable)
        {
            case LocalVariable local when context.Frame.Locals.Has(local.Name):
                context.Frame.Locals.SetReadOnly(local.Name);
                break;
            case GlobalVariable global:
                context.SetReadOnly(global.Name);
                break;
            default:
                break;
        }

        return Flow.Next;
    }
}

internal sealed partial class WrapStatement
{
    public override Flow Execute(RenderContext context)
    {
        ScriptValue value;
        if (Call is CallExpression call)
        {
            context.WrapNext(Body);
            value = call.Evaluate(context);
        }
        else
        {
            var function = Call.EvaluateReference(context).AsFunction
                ?? throw context.ErrorAt(Call.Span, $"Expecting a direct function instead of the expression `{SyntaxText.Of(Call)}/{(Call is MemberExpression ? "member expression" : "variable")}`");
            context.WrapNext(Body);
            value = context.Call(function, Call, piped: null, []);
        }

        context.Output.WriteValue(value, Call.Span);
        return Flow.Next;
    }
}

internal sealed partial class FunctionStatement
{
    public override Flow Execute(RenderContext context)
    {
        context.Node = Target;
        Target.Assign(context, new TemplateFunction(Definition, context.Source));
        return Flow.Next;
    }
}

