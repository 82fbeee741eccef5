using System.Globalization;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class IndexExpression
{
    public override bool IsNullConditionalPath => Target.IsNullConditionalPath;

    public override ScriptValue Evaluate(RenderContext context) => context.Called(EvaluateReference(context), this);

    public override ScriptValue EvaluateReference(RenderContext context)
    {
        var container = Target.Evaluate(context);
        if (container.IsNull)
        {
            return context.Options.RelaxedTargetAccess || Target.IsNullConditionalPath ? default : throw NullTarget(context);
        }

        var at = Index.Evaluate(context);
        return at.IsNull ? NullIndex(context) : Read(context, container, at, isOptional: false);
    }

    public override ScriptValue EvaluateOptional(RenderContext context)
    {
        var container = Target.EvaluateOptional(context);
        if (container.IsNull)
        {
            return default;
        }

        var at = Index.EvaluateOptional(context);
        return at.IsNull ? default : context.Called(Read(context, container, at, isOptional: true), this);
    }

    public override void Assign(RenderContext context, ScriptValue value)
    {
        var container = Target.Evaluate(context);
        if (container.IsNull)
        {
            throw NullTarget(context);
        }

        var at = Index.Evaluate(context);
        if (at.IsNull)
        {
            NullIndex(context);
            return;
        }

        context.At(Index.Span);
        if (container.AsObject is not null || (container.AsArray is not null && at.IsString))
        {
            var key = context.ToText(at);
            context.ChargeText(256 + key.Length);
            if (!context.TrySetMember(container, key, value))
            {
                throw context.ErrorAt(Index.Span, $"Cannot set a value for the readonly member `{key}` in the indexer: {SyntaxText.Of(Target)}['{key}']");
            }

            return;
        }

        var position = Conversions.ToInteger(context, at);
        if (container.AsArray is { } list)
        {
            position = position < 0 ? list.Count + position : position;
            CheckBounds(context, position, list.Count);
            if (position >= 0)
            {
                SetItem(context, list, position, value, Index.Span);
            }

            return;
        }

        throw context.ErrorAt(Index.Span, container.IsString
            ? "Cannot replace a character in a string"
            : $"Cannot set a value for the readonly member `{position}` in the indexer: {SyntaxText.Of(Target)}['{position}']");
    }

    /// <summary>Sets an item; what is missing before it becomes null.</summary>
    public static void SetItem(RenderContext context, ScriptArray list, int position, ScriptValue value, SourceSpan span)
    {
        if (list.IsReadOnly)
        {
            throw context.ErrorAt(span, "Cannot set a value on a readonly array.");
        }

        context.At(span);
        context.CheckItems((long)position + 1);
        context.Step(Math.Max(0, position - list.Count));
        while (list.Count <= position)
        {
            list.Add(default);
        }

        list[position] = value;
    }

    private ScriptValue Read(RenderContext context, ScriptValue container, ScriptValue at, bool isOptional)
    {
        context.At(Index.Span);
        if (container.AsObject is { } owner)
        {
            return ReadKey(context, container, owner, context.ToText(at), isOptional);
        }

        if (container.AsArray is { } list)
        {
            return at.AsString is { } key
                ? ReadKey(context, container, list.Members, key, isOptional)
                : Item(context, list.Count, at, isOptional) is var position and >= 0 ? list[position] : default;
        }

        if (container.AsRange is { } range)
        {
            var count = (int)Math.Min(int.MaxValue, range.Count);
            return Item(context, count, at, isOptional) is var position and >= 0 ? range[(ulong)position] : default;
        }

        if (container.AsString is { } text)
        {
            var position = Conversions.ToInteger(context, at);
            position = position < 0 ? text.Length + position : position;
            CheckBounds(context, position, text.Length);
            return position < 0 ? default
                : position < text.Length ? text[position].ToString()
                : throw context.ErrorAt(Span, "Unexpected exception while accessing target expression: Index was outside the bounds of the array.");
        }

        return isOptional || context.RelaxedMembers ? default : throw NotFound(context);
    }

    private ScriptValue ReadKey(RenderContext context, ScriptValue container, ScriptObject? members, string key, bool isOptional)
    {
        context.ChargeText(key.Length);
        if (members is not null && members.TryGet(key, out var value))
        {
            return value;
        }

        return context.TryGetOwnMember(container, key, out value) || isOptional || context.RelaxedMembers ? value : throw NotFound(context);
    }

    /// <summary>The position of an item that exists, or -1.</summary>
    private int Item(RenderContext context, int count, ScriptValue at, bool isOptional)
    {
        var position = Conversions.ToInteger(context, at);
        position = position < 0 ? count + position : position;
        if (!isOptional)
        {
            CheckBounds(context, position, count);
        }

        return position < count ? Math.Max(-1, position) : -1;
    }

    private void CheckBounds(RenderContext context, int position, int count)
    {
        if (!context.Options.RelaxedIndexerAccess && (position < 0 || position >= count))
        {
            throw context.ErrorAt(Index.Span, string.Create(
                CultureInfo.InvariantCulture, $"The index {position} is out of bounds [0, {count}] on the `{SyntaxText.Of(Target)}` with the indexer: {SyntaxText.Of(Index)}"));
        }
    }

    private ScriptValue NullIndex(RenderContext context) => context.Options.NullIndexer
        ? default
        : throw context.ErrorAt(Index.Span, $"Cannot access target `{SyntaxText.Of(Target)}` with a null indexer: {SyntaxText.Of(this)}");

    private TemplateException NullTarget(RenderContext context) =>
        context.ErrorAt(Target.Span, $"Object `{SyntaxText.Of(Target)}` is null. Cannot access indexer: {SyntaxText.Of(this)}");

    private TemplateException NotFound(RenderContext context) =>
        context.ErrorAt(Index.Span, $"Cannot access target `{SyntaxText.Of(Target)}` with an indexer: {SyntaxText.Of(Index)}");
}
