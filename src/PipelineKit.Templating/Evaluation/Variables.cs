using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class GlobalVariable
{
    private int _position = -1;
    private string _key = "";

    public override ScriptValue Evaluate(RenderContext context) => context.Called(EvaluateReference(context), this);

    public override ScriptValue EvaluateReference(RenderContext context)
    {
        if (context.TryFind(this, out var value))
        {
            return value;
        }

        return context.IsStrict(optional: false) ? throw NotFound(context) : default;
    }

    public override ScriptValue EvaluateOptional(RenderContext context) => context.TryFind(this, out var value) ? context.Called(value, this) : default;

    public override void Assign(RenderContext context, ScriptValue value) => context.SetVariable(Name, value, Span);

    /// <summary>Reads the name from an object, at once where it was found last time.</summary>
    public bool TryRead(ScriptObject owner, out ScriptValue value)
    {
        if (owner.TryGetAt(_position, _key, out value))
        {
            return true;
        }

        var index = owner.IndexOf(Name);
        if (index < 0)
        {
            return false;
        }

        _key = owner.KeyAt(index);
        _position = index;
        value = owner.ValueAt(index);
        return true;
    }

    private TemplateException NotFound(RenderContext context)
    {
        if (context.IsManifest && context.Options.Absent is { } absent && absent.TryGetValue(Name, out var why))
        {
            return context.ErrorAt(Span, $"`{Name}` has no value here: {why.Reason}", remedy: why.Remedy);
        }

        return context.ErrorAt(Span, $"The variable or function `{Name}` was not found", remedy: context.IsManifest ? Suggestion.For(Name, context.VisibleNames()) : null);
    }
}

internal sealed partial class LocalVariable
{
    public override ScriptValue Evaluate(RenderContext context) => context.Called(EvaluateReference(context), this);

    public override ScriptValue EvaluateReference(RenderContext context)
    {
        if (context.TryFindLocal(Name, out var value))
        {
            return value;
        }

        return context.IsStrict(optional: false) ? throw context.ErrorAt(Span, $"The variable or function `${Name}` was not found") : default;
    }

    public override ScriptValue EvaluateOptional(RenderContext context) => context.TryFindLocal(Name, out var value) ? context.Called(value, this) : default;

    public override void Assign(RenderContext context, ScriptValue value)
    {
        if (!context.Frame.Locals.TrySet(Name, value))
        {
            throw context.ErrorAt(Span, $"Cannot set value on the readonly variable `${Name}`");
        }
    }
}

internal sealed partial class ArgumentsVariable
{
    public override ScriptValue Evaluate(RenderContext context)
    {
        if (context.Frame.HasArguments)
        {
            return context.Frame.Arguments;
        }

        return context.IsStrict(optional: false) ? throw context.ErrorAt(Span, "The variable or function `$` was not found") : default;
    }

    public override ScriptValue EvaluateOptional(RenderContext context) => context.Frame.Arguments;

    public override void Assign(RenderContext context, ScriptValue value) => throw context.ErrorAt(Span, "Cannot set value on the readonly variable `$`");
}

internal sealed partial class ArgumentVariable
{
    public override ScriptValue Evaluate(RenderContext context) => context.Called(EvaluateReference(context), this);

    public override ScriptValue EvaluateReference(RenderContext context)
    {
        if (context.Frame.TryGetArgument(Index, out var value))
        {
            return value;
        }

        if (!context.Frame.HasArguments)
        {
            if (context.Options.RelaxedTargetAccess)
            {
                return default;
            }

            throw context.ErrorAt(Span, $"Object `$` is null. Cannot access indexer: {SyntaxText.Of(this)}");
        }

        return ReadList(context);
    }

    public override ScriptValue EvaluateOptional(RenderContext context) => context.Frame.HasArguments ? ReadList(context) : default;

    public override void Assign(RenderContext context, ScriptValue value)
    {
        if (!context.Frame.HasArguments)
        {
            throw context.ErrorAt(Span, $"Object `$` is null. Cannot access indexer: {SyntaxText.Of(this)}");
        }

        IndexExpression.SetItem(context, context.Frame.Arguments.AsArray!, Index, value, Span);
    }

    private ScriptValue ReadList(RenderContext context)
    {
        var list = context.Frame.Arguments.AsArray!;
        return Index < list.Count ? list[Index]
            : context.Options.RelaxedIndexerAccess ? default
            : throw context.ErrorAt(Span, $"The index {Index} is out of bounds [0, {list.Count}] on the `$` with the indexer: {Index}");
    }
}

internal sealed partial class BodyVariable
{
    /// <summary>Runs the body of <c>wrap</c>; what it prints is printed here.</summary>
    public override ScriptValue Evaluate(RenderContext context)
    {
        if (context.Frame.Body is not { } body)
        {
            return default;
        }

        context.EnterCall(this);
        var source = context.Source;
        context.Source = context.Frame.BodySource!;
        var flow = body.Execute(context);
        context.Source = source;
        context.LeaveCall();
        return flow == Flow.Return ? context.TakeReturned() : default;
    }
}

internal sealed partial class ThisVariable
{
    public override ScriptValue Evaluate(RenderContext context) => context.Top;

    public override void Assign(RenderContext context, ScriptValue value) => throw context.ErrorAt(Span, "Cannot set this variable");
}

internal sealed partial class LoopVariable
{
    public override ScriptValue Evaluate(RenderContext context)
    {
        if (!context.TryFindLoop(Kind, out var loop))
        {
            return context.Options.RelaxedTargetAccess ? default : throw context.ErrorAt(MemberSpan, $"Cannot get the member {SyntaxText.Of(this)} for a null object.");
        }

        return Member switch
        {
            LoopMember.Index => ScriptValue.Shrunk(loop.Index),
            LoopMember.ReverseIndex => ScriptValue.Shrunk(loop.Length - loop.Index - 1),
            LoopMember.First => loop.Index == 0,
            LoopMember.Last => loop.Index == loop.Length - 1,
            LoopMember.Even => loop.Index % 2 == 0,
            LoopMember.Odd => loop.Index % 2 != 0,
            LoopMember.Changed => loop.IsChanged,
            LoopMember.Length => ScriptValue.Shrunk(loop.Length),
            _ => ScriptValue.Shrunk(loop.Column),
        };
    }

    public override ScriptValue EvaluateOptional(RenderContext context) => context.TryFindLoop(Kind, out _) ? Evaluate(context) : default;

    /// <summary>The name behind the dot.</summary>
    private SourceSpan MemberSpan => new(Span.Start + (Kind switch { LoopKind.For => 4, LoopKind.While => 6, _ => 9 }), Span.End);
}
