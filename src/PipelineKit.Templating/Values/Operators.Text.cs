using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

internal static partial class Operators
{
    /// <summary>At least one side is text.</summary>
    private static ScriptValue Texts(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                return Joined(context, left, right);
            case BinaryOperator.Multiply:
                return right.IsString
                    ? Repeated(context, right, left, ErrorOperand.Left)
                    : Repeated(context, left, right, ErrorOperand.Right);
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                return AreEqual(context, Compared(context, left), Compared(context, right)) == (op == BinaryOperator.Equal);
            default:
                return IsComparison(op)
                    ? Compared(op, CompareTexts(context, Compared(context, left), Compared(context, right)))!.Value
                    : throw context.Error($"Operator `{Sign(op)}` is not supported on string objects");
        }
    }

    private static bool AreEqual(RenderContext context, string? left, string? right)
    {
        if (ReferenceEquals(left, right) || left?.Length != right?.Length)
        {
            return ReferenceEquals(left, right);
        }

        context.ChargeText(left!.Length);
        return string.Equals(left, right, StringComparison.Ordinal);
    }

    private static int CompareTexts(RenderContext context, string? left, string? right)
    {
        context.ChargeText(Math.Min(left?.Length ?? 0, right?.Length ?? 0));
        return string.CompareOrdinal(left, right);
    }

    /// <summary>The text to compare; of null, and of the empty object, none, which is before every text.</summary>
    private static string? Compared(RenderContext context, ScriptValue value) =>
        value.AsString ?? (value.IsNull || ReferenceEquals(value.AsObject, ScriptObject.Empty) ? null : ValueText.ToText(context, value));

    private static ScriptValue Joined(RenderContext context, ScriptValue left, ScriptValue right)
    {
        var first = left.AsString ?? ValueText.ToText(context, left);
        var second = right.AsString ?? ValueText.ToText(context, right);
        context.CheckLength((long)first.Length + second.Length);
        return ScriptValue.Of(string.Concat(first, second));
    }

    private static ScriptValue Repeated(RenderContext context, ScriptValue text, ScriptValue times, ErrorOperand operand)
    {
        if (!Conversions.TryToInteger(times, out var count))
        {
            throw context.OperandError(
                operand,
                "Expecting an integer. The operator `*` is not supported for the expression. Only working on string x int or int x string");
        }

        var value = text.AsString!;
        if (count <= 0 || value.Length == 0)
        {
            return ScriptValue.Of(string.Empty);
        }

        var length = (long)value.Length * count;
        if (context.Limits.StringLength > 0 && length > context.Limits.StringLength && context.Profile == TemplateProfile.Scriban)
        {
            throw context.OperandError(operand, $"String multiplication exceeds LimitToString `{context.Limits.StringLength}`.", TemplateErrorKind.Limit);
        }

        context.CheckLength(length);
        if (length > Array.MaxLength / 2)
        {
            throw context.OperandError(operand, $"A text of {length} characters is more than memory holds.", TemplateErrorKind.Limit);
        }

        return ScriptValue.Of(string.Create((int)length, value, static (span, part) =>
        {
            for (var rest = span; !rest.IsEmpty; rest = rest[part.Length..])
            {
                part.CopyTo(rest);
            }
        }));
    }
}
