using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal abstract partial class Node
{
    /// <summary>Where an error of this node is reported.</summary>
    public virtual SourceSpan ErrorSpan(RenderContext context) => Span;
}

internal abstract partial class Expression
{
    /// <summary>No expression: stands for a call that no template wrote.</summary>
    public static Expression None { get; } = new LiteralExpression(default, default);

    /// <summary>The value; a function by name or path is called.</summary>
    public abstract ScriptValue Evaluate(RenderContext context);

    /// <summary>The value; a function by name or path is the value itself.</summary>
    public virtual ScriptValue EvaluateReference(RenderContext context) => Evaluate(context);

    /// <summary>The value, with null for what is missing: no error for unknown variables and members on the way.</summary>
    public virtual ScriptValue EvaluateOptional(RenderContext context) => Evaluate(context);

    /// <summary>Gives the target of an assignment its value.</summary>
    public virtual void Assign(RenderContext context, ScriptValue value) => throw context.ErrorAt(Span, "Unsupported target expression for assignment.");

    /// <summary>Whether a null of this expression comes from <c>?.</c> on its way.</summary>
    public virtual bool IsNullConditionalPath => false;
}

internal abstract partial class Statement
{
    /// <summary>Runs the statement.</summary>
    public abstract Flow Execute(RenderContext context);

    /// <summary>Runs the statement for its value, as <c>object.eval</c> does: what would be printed is the value.</summary>
    public virtual Flow ExecuteForValue(RenderContext context, ref ScriptValue value)
    {
        value = default;
        return Execute(context);
    }
}
