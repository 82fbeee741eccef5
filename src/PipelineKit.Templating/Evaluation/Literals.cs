using System.Text;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class LiteralExpression
{
    public override ScriptValue Evaluate(RenderContext context) => Value;
}

internal sealed partial class InterpolatedString
{
    public override ScriptValue Evaluate(RenderContext context)
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            var value = part.Evaluate(context);
            context.Node = this;
            if (value.AsString is { } known)
            {
                context.CheckLength((long)text.Length + known.Length);
                text.Append(known);
            }
            else
            {
                ValueText.Append(context, value, text);
                context.CheckLength(text.Length);
            }
        }

        return text.ToString();
    }
}

internal sealed partial class ParenthesizedExpression
{
    public override bool IsNullConditionalPath => Inner.IsNullConditionalPath;

    public override ScriptValue Evaluate(RenderContext context)
    {
        context.CheckStack();
        return Inner.Evaluate(context);
    }

    public override ScriptValue EvaluateReference(RenderContext context) => Inner.EvaluateReference(context);

    public override ScriptValue EvaluateOptional(RenderContext context)
    {
        context.CheckStack();
        return Inner.EvaluateOptional(context);
    }

    public override void Assign(RenderContext context, ScriptValue value) => Inner.Assign(context, value);
}

internal sealed partial class ArrayExpression
{
    public override ScriptValue Evaluate(RenderContext context)
    {
        context.CheckStack();
        var array = new ScriptArray(Items.Length);
        foreach (var item in Items)
        {
            array.Add(item.Evaluate(context));
        }

        return array;
    }
}

internal sealed partial class ObjectExpression
{
    /// <summary>Members that come first can be read by those that follow.</summary>
    public override ScriptValue Evaluate(RenderContext context)
    {
        context.CheckStack();
        var value = new ScriptObject();
        context.PushObject(value);
        foreach (var (key, member) in Members)
        {
            value.Set(key, member.Evaluate(context));
        }

        context.PopObject();
        return value;
    }
}
