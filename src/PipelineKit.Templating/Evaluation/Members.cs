using System.Globalization;
using PipelineKit.Templating.Evaluation;

namespace PipelineKit.Templating.Syntax;

internal sealed partial class MemberExpression
{
    private int _position = -1;
    private string _key = "";

    public override bool IsNullConditionalPath => IsNullConditional || Target.IsNullConditionalPath;

    public override ScriptValue Evaluate(RenderContext context) => context.Called(EvaluateReference(context), this);

    public override ScriptValue EvaluateReference(RenderContext context)
    {
        var isOptional = IsNullConditional && context.IsManifest;
        var container = isOptional ? Target.EvaluateOptional(context) : Target.Evaluate(context);
        return container.IsNull ? OfNull(context) : Read(context, container, isOptional);
    }

    public override ScriptValue EvaluateOptional(RenderContext context)
    {
        var container = Target.EvaluateOptional(context);
        if (container.IsNull)
        {
            return default;
        }

        var value = Read(context, container, isOptional: true);
        return context.Called(value, this);
    }

    public override void Assign(RenderContext context, ScriptValue value)
    {
        var container = Target.Evaluate(context);
        if (container.IsNull)
        {
            throw context.ErrorAt(NameSpan, $"Object `{SyntaxText.Of(Target)}` is null. Cannot access member: {SyntaxText.Of(this)}");
        }

        context.Node = this;
        if (!context.TrySetMember(container, Name, value))
        {
            throw context.ErrorAt(NameSpan, $"Cannot set a value for the readonly member: {SyntaxText.Of(this)}");
        }
    }

    private bool IsEmptyTest => Name is "empty?" or "blank?";

    private ScriptValue OfNull(RenderContext context)
    {
        if (IsEmptyTest)
        {
            return context.RelaxedMembers || IsNullConditionalPath || context.Options.RelaxedTargetAccess
                ? default
                : throw context.ErrorAt(Span, $"Object `{SyntaxText.Of(Target)}` is null. Cannot access property `empty?`");
        }

        if (context.Options.RelaxedTargetAccess || IsNullConditionalPath)
        {
            return default;
        }

        throw context.ErrorAt(
            NameSpan,
            context.RelaxedMembers
                ? $"Cannot get the member {SyntaxText.Of(this)} for a null object."
                : $"Object `{SyntaxText.Of(Target)}` is null. Cannot access member: {SyntaxText.Of(this)}");
    }

    private ScriptValue Read(RenderContext context, ScriptValue container, bool isOptional)
    {
        ScriptValue value;
        if (container.AsObject is { } owner)
        {
            if (owner.TryGetAt(_position, _key, out value))
            {
                return value;
            }

            var index = owner.IndexOf(Name);
            if (index >= 0)
            {
                _key = owner.KeyAt(index);
                _position = index;
                return owner.ValueAt(index);
            }
        }
        else if (container.AsArray?.Members is { } members && members.TryGet(Name, out value))
        {
            return value;
        }

        if (IsEmptyTest)
        {
            return RenderContext.IsEmpty(container);
        }

        context.At(NameSpan);
        if (context.TryGetOwnMember(container, Name, out value) || isOptional || context.RelaxedMembers)
        {
            return value;
        }

        throw NotFound(context, container);
    }

    private TemplateException NotFound(RenderContext context, ScriptValue container)
    {
        if (container.IsNumber || container.Kind == ScriptValueKind.Boolean)
        {
            return context.ErrorAt(
                NameSpan,
                string.Create(CultureInfo.InvariantCulture, $"Cannot get or set a member on the primitive `{TypeNames.Shown(context, container)}/{TypeNames.Of(container)}` when accessing member: {Name}"));
        }

        return context.ErrorAt(
            NameSpan,
            $"Cannot get member with name {Name}.",
            remedy: context.IsManifest && container.AsObject is { } owner ? Suggestion.For(Name, owner.Keys.ToArray()) : null);
    }
}
