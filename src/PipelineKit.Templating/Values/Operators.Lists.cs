using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

internal static partial class Operators
{
    /// <summary>At least one side is an array or a range; none is null or text.</summary>
    private static ScriptValue Lists(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right)
    {
        var isLeft = Conversions.IsList(left);
        var isRight = Conversions.IsList(right);
        switch (op)
        {
            case BinaryOperator.Add:
                Expect(context, op, left, right, isLeft, isRight);
                return Concatenated(context, left, right);
            case BinaryOperator.Multiply:
                if (isLeft && isRight)
                {
                    throw Unsupported(context, op, left, right, ErrorOperand.None, " Expecting only one array for the left or right argument.");
                }

                return isLeft
                    ? Repeated(context, left, Factor(context, op, left, right, right, ErrorOperand.Right))
                    : Repeated(context, right, Factor(context, op, left, right, left, ErrorOperand.Left));
            case BinaryOperator.Divide or BinaryOperator.DivideRound or BinaryOperator.Modulus:
                Expect(context, op, left, right, isLeft, isRight: true);
                return Part(context, op, left, Factor(context, op, left, right, right, ErrorOperand.Right));
            case BinaryOperator.ShiftLeft:
                Expect(context, op, left, right, isLeft, isRight: true);
                return Appended(context, left, right);
            case BinaryOperator.ShiftRight:
                Expect(context, op, left, right, isLeft: true, isRight);
                return Prepended(context, left, right);
            default:
                if (!IsComparison(op))
                {
                    throw Unsupported(context, op, left, right, ErrorOperand.None, string.Empty);
                }

                Expect(context, op, left, right, isLeft, isRight);
                return AreCompared(context, op, left, right);
        }
    }

    private static void Expect(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right, bool isLeft, bool isRight)
    {
        if (!isRight)
        {
            throw Unsupported(context, op, left, right, ErrorOperand.Right, " Expecting an array for the right argument.");
        }

        if (!isLeft)
        {
            throw Unsupported(context, op, left, right, ErrorOperand.Left, " Expecting an array for the left argument.");
        }
    }

    private static int Factor(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right, ScriptValue factor, ErrorOperand operand)
    {
        var count = Conversions.ToInteger(context, factor);
        return count >= 0 ? count : throw Unsupported(context, op, left, right, operand, $" Integer {count} cannot be negative when multiplying");
    }

    private static TemplateException Unsupported(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right, ErrorOperand operand, string reason) =>
        context.OperandError(operand, $"The operator `{Sign(op)}` is not supported between {TypeNames.Of(left)} and {TypeNames.Of(right)}.{reason}");

    private static ScriptArray Copy(RenderContext context, ScriptValue list, long more)
    {
        var items = ScriptItems.Of(context, list, chargesLoops: false);
        context.CheckItems(items.Count ?? long.MaxValue);
        context.CheckItems(more);
        var count = items.Count.GetValueOrDefault() + more;
        context.CheckItems(count);
        var copy = new ScriptArray((int)count);
        while (items.MoveNext(out var item))
        {
            copy.Add(item);
        }

        return copy;
    }

    private static ScriptValue Concatenated(RenderContext context, ScriptValue left, ScriptValue right)
    {
        var items = ScriptItems.Of(context, right, chargesLoops: false);
        var result = Copy(context, left, items.Count ?? long.MaxValue);
        while (items.MoveNext(out var item))
        {
            result.Add(item);
        }

        return ScriptValue.Of(result);
    }

    private static ScriptValue Repeated(RenderContext context, ScriptValue list, int times)
    {
        var source = Copy(context, list, 0);
        var count = (long)source.Count * times;
        if (count == 0)
        {
            return ScriptValue.Of(new ScriptArray());
        }

        context.CheckItems(count);
        context.Iterate(count);
        var result = new ScriptArray((int)count);
        for (var i = 0; i < times; i++)
        {
            foreach (var item in source.Items)
            {
                result.Add(item);
            }
        }

        return ScriptValue.Of(result);
    }

    /// <summary>Of <c>/</c> the first size/n items, of <c>%</c> each n-th.</summary>
    private static ScriptValue Part(RenderContext context, BinaryOperator op, ScriptValue list, int divisor)
    {
        if (divisor == 0)
        {
            throw context.OperandError(ErrorOperand.Right, "Cannot divide by 0");
        }

        var source = Copy(context, list, 0);
        var takesEach = op == BinaryOperator.Modulus;
        var result = new ScriptArray((source.Count + divisor - 1) / divisor);
        var end = takesEach ? source.Count : source.Count / divisor;
        for (var i = 0; i < end; i += takesEach ? divisor : 1)
        {
            result.Add(source[i]);
        }

        return ScriptValue.Of(result);
    }

    private static ScriptValue Appended(RenderContext context, ScriptValue list, ScriptValue item)
    {
        var result = Copy(context, list, 1);
        result.Add(item);
        return ScriptValue.Of(result);
    }

    private static ScriptValue Prepended(RenderContext context, ScriptValue item, ScriptValue list)
    {
        var result = Copy(context, list, 1);
        result.Insert(0, item);
        return ScriptValue.Of(result);
    }

    /// <summary>First by how many items, then item by item: all must hold.</summary>
    private static ScriptValue AreCompared(RenderContext context, BinaryOperator op, ScriptValue left, ScriptValue right)
    {
        var first = ScriptItems.Of(context, left, chargesLoops: false);
        var second = ScriptItems.Of(context, right, chargesLoops: false);
        var lengths = (first.Count ?? long.MaxValue).CompareTo(second.Count ?? long.MaxValue);
        if (lengths != 0 || first.Count == 0)
        {
            return Compared(op, lengths)!.Value;
        }

        while (first.MoveNext(out var a) && second.MoveNext(out var b))
        {
            if (!ItemsCompared(context, op, a, b))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ItemsCompared(RenderContext context, BinaryOperator op, ScriptValue a, ScriptValue b)
    {
        var values = context.Values;
        if (context.Limits.ObjectRecursionLimit != 0 && values.ComparisonDepth >= context.Limits.ObjectRecursionLimit)
        {
            throw context.Error("Structure is too deeply nested or contains reference loops.", TemplateErrorKind.Limit);
        }

        values.ComparisonDepth++;
        try
        {
            return Binary(context, op, a, b).IsTrue;
        }
        finally
        {
            values.ComparisonDepth--;
        }
    }
}
