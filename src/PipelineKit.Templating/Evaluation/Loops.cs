using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class ForStatement
{
    public override Flow Execute(RenderContext context)
    {
        var sequence = List.Evaluate(context);
        if (sequence.IsNull)
        {
            return Flow.Next;
        }

        var items = LoopItems.Of(sequence, out var isList);
        if (!isList)
        {
            throw context.ErrorAt(List.Span, $"Unexpected type `{LoopItems.TypeName(sequence)}` for iterator");
        }

        var columns = Slice(context, ref items);
        var index = context.EnterLoop(this, Kind);
        context.Loop(index).Length = items.Count;
        var name = Variable switch
        {
            GlobalVariable global => context.PushLoopName(global.Name, isLocal: false),
            LocalVariable local => context.PushLoopName(local.Name, isLocal: true),
            _ => -1,
        };
        var flow = Kind == LoopKind.TableRow ? RunTable(context, items, index, name, columns) : Run(context, items, index, name);
        if (name >= 0)
        {
            context.PopLoopName();
        }

        context.LeaveLoop();
        return flow == Flow.Next && items.Count == 0 && Otherwise is not null ? Otherwise.Execute(context) : flow;
    }

    private Flow Run(RenderContext context, LoopItems items, int index, int name)
    {
        ScriptValue previous = default;
        for (long i = 0; i < items.Count; i++)
        {
            var item = Begin(context, items, i, index, name, previous);
            var flow = Body.Execute(context);
            if (flow == Flow.Return)
            {
                return flow;
            }

            if (flow == Flow.Break)
            {
                break;
            }

            previous = item;
        }

        return Flow.Next;
    }

    private Flow RunTable(RenderContext context, LoopItems items, int index, int name, int columns)
    {
        ScriptValue previous = default;
        var table = new TableRows(context, columns);
        table.Begin();
        for (long i = 0; i < items.Count; i++)
        {
            var item = Begin(context, items, i, index, name, previous);
            context.Loop(index).Column = i % columns;
            table.BeginCell(i);
            var flow = Body.Execute(context);
            table.EndCell();
            if (flow == Flow.Return)
            {
                table.End();
                return flow;
            }

            if (flow == Flow.Break)
            {
                break;
            }

            previous = item;
        }

        table.End();
        return Flow.Next;
    }

    /// <summary>Charges a round and gives the variable its item.</summary>
    private ScriptValue Begin(RenderContext context, LoopItems items, long i, int index, int name, ScriptValue previous)
    {
        context.Node = this;
        context.Iterate();
        var item = items[i];
        ref var loop = ref context.Loop(index);
        loop.Index = i;
        context.ChargeText(item.AsString?.Length ?? 0);
        loop.IsChanged = i == 0 || !item.IsSame(previous);
        if (name >= 0)
        {
            context.SetLoopName(name, item);
        }
        else
        {
            Variable.Assign(context, item);
        }

        return item;
    }

    /// <summary>Applies the options: skip, then turn around, then take.</summary>
    private int Slice(RenderContext context, ref LoopItems items)
    {
        if (ReferenceEquals(Options, LoopOptions.None))
        {
            return 1;
        }

        if (Options.Invalid is { } invalid)
        {
            throw context.ErrorAt(invalid.Span, invalid.Message);
        }

        var offset = Number(context, Options.Offset) ?? 0;
        var limit = Number(context, Options.Limit) ?? 0;
        var columns = Math.Max(1, Number(context, Options.Columns) ?? 1);
        items = items.Sliced(Math.Max(0, offset), Options.IsReversed, Math.Max(0, limit));
        return columns;
    }

    private static int? Number(RenderContext context, Expression? option)
    {
        if (option is null)
        {
            return null;
        }

        var value = option.Evaluate(context);
        context.Node = option;
        return Conversions.ToInteger(context, value);
    }
}

internal sealed partial class WhileStatement
{
    public override Flow Execute(RenderContext context)
    {
        var index = context.EnterLoop(this, LoopKind.While);
        var flow = Flow.Next;
        for (long i = 0; flow is Flow.Next or Flow.Continue; i++)
        {
            context.Node = this;
            context.Iterate();
            if (!Condition.Evaluate(context).IsTrue)
            {
                break;
            }

            context.Loop(index).Index = i;
            flow = Body.Execute(context);
        }

        context.LeaveLoop();
        return flow == Flow.Return ? flow : Flow.Next;
    }
}

internal sealed partial class BreakStatement
{
    public override Flow Execute(RenderContext context) =>
        context.IsInLoop ? Flow.Break : throw context.ErrorAt(Span, "The <break> statement can only be used inside for/while loops");
}

internal sealed partial class ContinueStatement
{
    public override Flow Execute(RenderContext context) =>
        context.IsInLoop ? Flow.Continue : throw context.ErrorAt(Span, "The <continue> statement can only be used inside for/while loops");
}
