using System.Text;
using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class Block
{
    public override Flow Execute(RenderContext context)
    {
        context.CheckStack();
        var output = context.Output;
        var indent = output.Indent;
        var flow = Flow.Next;
        foreach (var statement in Statements)
        {
            if (statement is TextStatement text)
            {
                output.WriteText(text);
                continue;
            }

            if (statement is LeaveIndent)
            {
                output.Indent = indent;
                continue;
            }

            context.Node = statement;
            context.Step();
            flow = statement.Execute(context);
            if (flow != Flow.Next)
            {
                break;
            }
        }

        output.Indent = indent;
        return flow;
    }

    public override Flow ExecuteForValue(RenderContext context, ref ScriptValue value)
    {
        context.CheckStack();
        foreach (var statement in Statements)
        {
            context.Node = statement;
            context.Step();
            var flow = statement.ExecuteForValue(context, ref value);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}

internal sealed partial class TextStatement
{
    public override Flow Execute(RenderContext context)
    {
        context.Output.WriteText(this);
        return Flow.Next;
    }
}

internal sealed partial class EnterIndent
{
    private byte[]? _utf8;

    public override Flow Execute(RenderContext context)
    {
        context.Output.Indent = Indent.Length == 0 ? null : _utf8 ??= Encoding.UTF8.GetBytes(Indent);
        return Flow.Next;
    }
}

internal sealed partial class LeaveIndent
{
    /// <summary>The block does what there is to do: it knows the indent it began with.</summary>
    public override Flow Execute(RenderContext context) => Flow.Next;
}

internal sealed partial class ExpressionStatement
{
    public override Flow Execute(RenderContext context)
    {
        var value = Expression.Evaluate(context);
        context.Node = Expression;
        context.Output.WriteValue(value, Expression.Span);
        return Flow.Next;
    }

    public override Flow ExecuteForValue(RenderContext context, ref ScriptValue value)
    {
        value = Expression.Evaluate(context);
        return Flow.Next;
    }
}

internal sealed partial class ReturnStatement
{
    public override Flow Execute(RenderContext context)
    {
        var value = Value is null ? default : Value.Evaluate(context);
        context.Returned = value.AsRange is { } range ? Materialized(context, range) : value;
        return Flow.Return;
    }

    private ScriptArray Materialized(RenderContext context, ScriptRange range)
    {
        context.Node = this;
        context.Iterate((long)Math.Min(range.Count, long.MaxValue));
        var array = new ScriptArray();
        for (ulong i = 0; i < range.Count; i++)
        {
            array.Add(range[i]);
        }

        return array;
    }
}
