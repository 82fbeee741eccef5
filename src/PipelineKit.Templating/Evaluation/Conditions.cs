using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class IfStatement
{
    public override Flow Execute(RenderContext context) =>
        Condition.Evaluate(context).IsTrue ? Then.Execute(context)
        : Otherwise is not null ? Otherwise.Execute(context)
        : Flow.Next;

    public override Flow ExecuteForValue(RenderContext context, ref ScriptValue value)
    {
        value = default;
        return Condition.Evaluate(context).IsTrue ? Then.ExecuteForValue(context, ref value)
            : Otherwise is not null ? Otherwise.ExecuteForValue(context, ref value)
            : Flow.Next;
    }
}

internal sealed partial class CaseStatement
{
    public override Flow Execute(RenderContext context)
    {
        var subject = Value.Evaluate(context);
        foreach (var clause in Clauses)
        {
            foreach (var candidate in clause.Values)
            {
                var other = candidate.Evaluate(context);
                context.At(clause.Span);
                if (Operators.AreEqual(context, subject, other))
                {
                    return clause.Body.Execute(context);
                }
            }
        }

        return Otherwise is null ? Flow.Next : Otherwise.Execute(context);
    }
}
