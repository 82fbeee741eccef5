using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

internal static partial class Operators
{
    /// <summary>Numbers, booleans, dates, objects and functions: the widest number decides, the other side is converted.</summary>
    private static ScriptValue Scalars(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right)
    {
        switch (Widest(left.Kind, right.Kind))
        {
            case ScriptValueKind.Decimal:
                return Decimals(context, op, Conversions.ToDecimal(context, left), Conversions.ToDecimal(context, right));
            case ScriptValueKind.Double:
                return Doubles(context, op, Conversions.ToDouble(context, left), Conversions.ToDouble(context, right));
            case ScriptValueKind.Float:
                return Floats(context, op, Conversions.ToFloat(context, left), Conversions.ToFloat(context, right));
            case ScriptValueKind.BigInteger:
                return Large(context, op, Conversions.ToBigInteger(context, left), Conversions.ToBigInteger(context, right));
            case ScriptValueKind.Long:
                return Large(context, op, Conversions.ToLong(context, left), Conversions.ToLong(context, right));
            case ScriptValueKind.Integer:
                return Integers(context, op, Conversions.ToInteger(context, left), Conversions.ToInteger(context, right));
            case ScriptValueKind.Boolean:
                return op is BinaryOperator.Equal or BinaryOperator.NotEqual
                    ? left.IsTrue == right.IsTrue == (op == BinaryOperator.Equal)
                    : throw context.Error($"The operator `{Sign(op)}` is not valid for bool<->bool");
        }

        if (left.Kind == ScriptValueKind.Date && right.Kind == ScriptValueKind.Date)
        {
            return op == BinaryOperator.Subtract
                ? ScriptValue.Of(left.AsDate - right.AsDate)
                : Compared(op, left.AsDate.CompareTo(right.AsDate)) ?? throw context.Error($"The operator `{EngineName(op)}` is not supported for DateTime");
        }

        if (left.Kind == ScriptValueKind.Date && right.Kind == ScriptValueKind.TimeSpan)
        {
            return op == BinaryOperator.Add
                ? Later(context, left.AsDate, right.AsTimeSpan)
                : throw context.Error($"The operator `{EngineName(op)}` is not supported for between <DateTime> and <TimeSpan>");
        }

        return op is BinaryOperator.Equal or BinaryOperator.NotEqual
            ? left.IsSame(right) == (op == BinaryOperator.Equal)
            : throw context.Error(
                $"Unsupported types `{TypeNames.Shown(context, left)}/{TypeNames.Of(left)}` {Sign(op)} `{TypeNames.Shown(context, right)}/{TypeNames.Of(right)}` for binary operation");
    }

    /// <summary>The wider of two types of numbers; anything else when neither is one.</summary>
    private static ScriptValueKind Widest(ScriptValueKind left, ScriptValueKind right)
    {
        var width = Math.Max(Width(left), Width(right));
        return width == 0 ? ScriptValueKind.Object : Width(left) == width ? left : right;
    }

    private static int Width(ScriptValueKind kind) => kind switch
    {
        ScriptValueKind.Decimal => 7,
        ScriptValueKind.Double => 6,
        ScriptValueKind.Float => 5,
        ScriptValueKind.BigInteger => 4,
        ScriptValueKind.Long => 3,
        ScriptValueKind.Integer => 2,
        ScriptValueKind.Boolean => 1,
        _ => 0,
    };

    private static ScriptValue Later(RenderContext context, DateTime date, TimeSpan span)
    {
        try
        {
            return ScriptValue.Of(date + span);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw context.Error(error.Message);
        }
    }

    /// <summary>The name of an operator in messages about dates.</summary>
    private static string EngineName(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => "CompareEqual",
        BinaryOperator.NotEqual => "CompareNotEqual",
        BinaryOperator.Less => "CompareLess",
        BinaryOperator.LessOrEqual => "CompareLessOrEqual",
        BinaryOperator.Greater => "CompareGreater",
        BinaryOperator.GreaterOrEqual => "CompareGreaterOrEqual",
        _ => op.ToString(),
    };
}
