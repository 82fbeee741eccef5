using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

/// <summary>The operators. What kind of operation it is depends on the types of both sides; the common ones are looked at first.</summary>
internal static partial class Operators
{
    /// <summary>A binary operation but <c>&amp;&amp; || ?? ?!</c>, of which the evaluator decides what is evaluated.</summary>
    public static ScriptValue Binary(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right)
    {
        if (left.Is(ScriptValue.Tag.Integer) && right.Is(ScriptValue.Tag.Integer))
        {
            return Integers(context, op, left.AsLong, right.AsLong);
        }

        if (left.IsString || right.IsString)
        {
            return Texts(context, op, left, right);
        }

        if (left.IsNull || right.IsNull)
        {
            return Nulls(op, left.IsNull && right.IsNull);
        }

        if (ReferenceEquals(left.AsObject, ScriptObject.Empty) || ReferenceEquals(right.AsObject, ScriptObject.Empty))
        {
            return Empties(context, op, left, right);
        }

        if (IsArrayLike(left) || IsArrayLike(right))
        {
            return Lists(context, op, left, right);
        }

        return Scalars(context, op, left, right);
    }

    /// <summary>A unary operation.</summary>
    public static ScriptValue Unary(RenderContext context, UnaryOperator op, ScriptValue value)
    {
        if (op == UnaryOperator.Not)
        {
            return !value.IsTrue;
        }

        var negate = op == UnaryOperator.Negate;
        switch (value.Kind)
        {
            // As in .NET: the most negative integer has no positive counterpart and stays what it is.
            case ScriptValueKind.Integer:
                return negate ? ScriptValue.Of(unchecked(-(int)value.AsLong)) : value;
            case ScriptValueKind.Long:
                return negate ? ScriptValue.Of(unchecked(-value.AsLong)) : value;
            case ScriptValueKind.BigInteger:
                return negate ? ScriptValue.Of(-value.AsBigInteger) : value;
            case ScriptValueKind.Float:
                return negate ? ScriptValue.Of((float)-value.AsDouble) : value;
            case ScriptValueKind.Double:
                return negate ? ScriptValue.Of(-value.AsDouble) : value;
            case ScriptValueKind.Decimal:
                return negate ? ScriptValue.Of(-value.AsDecimal) : value;
            case ScriptValueKind.Null:
                throw context.Error($"Operator `{(negate ? "-" : "+")}` is not supported");
            default:
                throw context.Error(
                    $"Unexpected value `{TypeNames.Shown(context, value)} / Type: {TypeNames.Of(value)}`. Cannot negate(-)/positive(+) a non-numeric value");
        }
    }

    /// <summary>The language's <c>==</c>.</summary>
    public static bool AreEqual(RenderContext context, ScriptValue a, ScriptValue b) =>
        a.IsString && b.IsString ? AreEqual(context, a.AsString, b.AsString) : Binary(context, BinaryOperator.Equal, a, b).IsTrue;

    /// <summary>How an operator is written.</summary>
    public static string Sign(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.DivideRound => "//",
        BinaryOperator.Modulus => "%",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.And => "&&",
        BinaryOperator.Or => "||",
        BinaryOperator.EmptyCoalescing => "??",
        BinaryOperator.NotEmptyCoalescing => "?!",
        BinaryOperator.RangeInclude => "..",
        _ => "..<",
    };

    /// <summary>The outcome of a comparison, from the sign that a comparison of both sides gave; null when it is no comparison.</summary>
    private static ScriptValue? Compared(BinaryOperator op, int sign) => op switch
    {
        BinaryOperator.Equal => sign == 0,
        BinaryOperator.NotEqual => sign != 0,
        BinaryOperator.Less => sign < 0,
        BinaryOperator.LessOrEqual => sign <= 0,
        BinaryOperator.Greater => sign > 0,
        BinaryOperator.GreaterOrEqual => sign >= 0,
        _ => null,
    };

    private static bool IsArrayLike(ScriptValue value) => value.Kind is ScriptValueKind.Array or ScriptValueKind.Range;

    private static bool IsComparison(BinaryOperator op) => op is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    private static ScriptValue Nulls(BinaryOperator op, bool areBoth) => op switch
    {
        BinaryOperator.Equal => areBoth,
        BinaryOperator.NotEqual => !areBoth,
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => false,
        _ => ScriptValue.Null,
    };

    private static ScriptValue Empties(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right)
    {
        var isLeft = ReferenceEquals(left.AsObject, ScriptObject.Empty);
        var isEqual = isLeft && ReferenceEquals(right.AsObject, ScriptObject.Empty) || IsEmpty(isLeft ? right : left);
        switch (op)
        {
            case BinaryOperator.Equal or BinaryOperator.GreaterOrEqual or BinaryOperator.LessOrEqual:
                return isEqual;
            case BinaryOperator.NotEqual:
                return !isEqual;
            case BinaryOperator.Greater or BinaryOperator.Less:
                return false;
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight:
                throw context.Error($"Operator `{Sign(op)}` is not implemented for `{Name(context, left)}` / `{Name(context, right)}`");
            default:
                return ScriptValue.Of(ScriptObject.Empty);
        }
    }

    private static string Name(RenderContext context, ScriptValue value) =>
        ReferenceEquals(value.AsObject, ScriptObject.Empty) ? "empty" : TypeNames.Shown(context, value);

    private static bool IsEmpty(ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Array => value.AsArray!.Count == 0,
        ScriptValueKind.Range => value.AsRange!.Count == 0,
        ScriptValueKind.Object => value.AsObject!.Count == 0,
        _ => false,
    };
}
