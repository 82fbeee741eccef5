using System.Text;
using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class Block
{
    private bool _isTemplate;
    private volatile bool _isMarked;

    /// <summary>Runs the block as the whole of a template.</summary>
    public Flow ExecuteTemplate(RenderContext context)
    {
        _isTemplate = true;
        return Execute(context);
    }

    public override Flow Execute(RenderContext context)
    {
        context.CheckStack();
        if (context.IsManifest && !_isMarked)
        {
            MarkLineEnds();
        }

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

    /// <summary>Tells the expressions that are the last thing of a line of the template, or of the template.</summary>
    private void MarkLineEnds()
    {
        for (var i = 0; i < Statements.Length; i++)
        {
            if (Statements[i] is ExpressionStatement expression)
            {
                var next = i + 1;
                while (next < Statements.Length && Statements[next] is LeaveIndent)
                {
                    next++;
                }

                expression.EndsLine = next < Statements.Length ? Statements[next] is TextStatement { BeginsWithNewLine: true } : _isTemplate;
            }
        }

        _isMarked = true;
    }
}

internal sealed partial class TextStatement
{
    /// <summary>Whether the text begins with the end of a line.</summary>
    public bool BeginsWithNewLine => Utf8.Span is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..];

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
    /// <summary>Whether nothing follows in the line; a manifest then leaves out the value's own last new line.</summary>
    public bool EndsLine { get; set; }

    public override Flow Execute(RenderContext context)
    {
        var value = Expression.Evaluate(context);
        context.Node = Expression;
        context.Output.WriteValue(value, Expression.Span, EndsLine && context.IsManifest);
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
        var result = Value is null ? default : Value.Evaluate(context);
        context.Returned = result.AsRange is { } range ? Materialized(context, range) : result;
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
