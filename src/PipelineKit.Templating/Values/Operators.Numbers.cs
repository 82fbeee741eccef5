using System.Numerics;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

internal static partial class Operators
{
    /// <summary>Furthest shift of an integer, in bits.</summary>
    private const int MaxShift = 1024 * 1024;

    /// <summary>Largest integer an operator makes, in bits.</summary>
    private const long MaxBits = 2L * MaxShift;

    /// <summary>Both sides are 32-bit integers: no result leaves 64 bits, but those of shifts.</summary>
    private static ScriptValue Integers(RenderContext context, BinaryOperator op, long left, long right)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                return ScriptValue.Shrunk(left + right);
            case BinaryOperator.Subtract:
                return ScriptValue.Shrunk(left - right);
            case BinaryOperator.Multiply:
                return ScriptValue.Shrunk(left * right);
            case BinaryOperator.Divide:
                return ScriptValue.Of(left / (double)right);
            case BinaryOperator.DivideRound:
                return ScriptValue.Shrunk(left / NotZero(context, right));
            case BinaryOperator.Modulus:
                return ScriptValue.Shrunk(left % NotZero(context, right));
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight:
                return Shifted(context, left, op == BinaryOperator.ShiftLeft ? right : -right, right);
            case BinaryOperator.RangeInclude or BinaryOperator.RangeExclude:
                return Range(context, left, right, op == BinaryOperator.RangeInclude);
            default:
                return Compared(op, left.CompareTo(right)) ?? throw NotImplemented(context, op, "long");
        }
    }

    /// <summary>At least one side is a 64-bit integer, or larger.</summary>
    private static ScriptValue Large(RenderContext context, BinaryOperator op, BigInteger left, BigInteger right)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                return ScriptValue.Shrunk(left + right);
            case BinaryOperator.Subtract:
                return ScriptValue.Shrunk(left - right);
            case BinaryOperator.Multiply:
                Charge(context, left.GetBitLength(), right.GetBitLength());
                return ScriptValue.Shrunk(left * right);
            case BinaryOperator.Divide:
                return ScriptValue.Of((double)left / (double)right);
            case BinaryOperator.DivideRound:
                Charge(context, left.GetBitLength(), right.GetBitLength());
                return ScriptValue.Shrunk(left / NotZero(context, right));
            case BinaryOperator.Modulus:
                Charge(context, left.GetBitLength(), right.GetBitLength());
                return ScriptValue.Shrunk(left % NotZero(context, right));
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight:
                return Shifted(context, left, op == BinaryOperator.ShiftLeft ? right : -right, right);
            case BinaryOperator.RangeInclude or BinaryOperator.RangeExclude:
                return Range(context, left, right, op == BinaryOperator.RangeInclude);
            default:
                return Compared(op, left.CompareTo(right)) ?? throw NotImplemented(context, op, "long");
        }
    }

    private static ScriptValue Doubles(RenderContext context, BinaryOperator op, double left, double right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.DivideRound => Math.Round(left / right),
        BinaryOperator.Modulus => left % right,
        BinaryOperator.ShiftLeft => left * Math.Pow(2, right),
        BinaryOperator.ShiftRight => left / Math.Pow(2, right),
        _ => Ordered(op, left, right) ?? throw NotImplemented(context, op, "double"),
    };

    private static ScriptValue Floats(RenderContext context, BinaryOperator op, float left, float right) => op switch
    {
        BinaryOperator.Add => ScriptValue.Of(left + right),
        BinaryOperator.Subtract => ScriptValue.Of(left - right),
        BinaryOperator.Multiply => ScriptValue.Of(left * right),
        BinaryOperator.Divide => ScriptValue.Of(left / right),
        BinaryOperator.DivideRound => ScriptValue.Of((float)(int)(left / right)),
        BinaryOperator.Modulus => ScriptValue.Of(left % right),
        BinaryOperator.ShiftLeft => ScriptValue.Of(left * (float)Math.Pow(2, right)),
        BinaryOperator.ShiftRight => ScriptValue.Of(left / (float)Math.Pow(2, right)),
        _ => Ordered(op, left, right) ?? throw NotImplemented(context, op, "float"),
    };

    private static ScriptValue Decimals(RenderContext context, BinaryOperator op, decimal left, decimal right)
    {
        try
        {
            return op switch
            {
                BinaryOperator.Add => ScriptValue.Of(left + right),
                BinaryOperator.Subtract => ScriptValue.Of(left - right),
                BinaryOperator.Multiply => ScriptValue.Of(left * right),
                BinaryOperator.Divide => ScriptValue.Of(left / right),
                BinaryOperator.DivideRound => ScriptValue.Of(Math.Round(left / right)),
                BinaryOperator.Modulus => ScriptValue.Of(left % right),
                BinaryOperator.ShiftLeft => ScriptValue.Of(left * (decimal)Math.Pow(2, (double)right)),
                BinaryOperator.ShiftRight => ScriptValue.Of(left / (decimal)Math.Pow(2, (double)right)),
                _ => Compared(op, left.CompareTo(right)) ?? throw NotImplemented(context, op, "decimal"),
            };
        }
        catch (ArithmeticException error)
        {
            throw context.Error(error.Message);
        }
    }

    /// <summary>Comparison of binary numbers, where NaN is neither less nor equal nor greater.</summary>
    private static ScriptValue? Ordered(BinaryOperator op, double left, double right) => op switch
    {
        BinaryOperator.Equal => left == right,
        BinaryOperator.NotEqual => left != right,
        BinaryOperator.Less => left < right,
        BinaryOperator.LessOrEqual => left <= right,
        BinaryOperator.Greater => left > right,
        BinaryOperator.GreaterOrEqual => left >= right,
        _ => null,
    };

    private static long NotZero(RenderContext context, long divisor) => divisor != 0 ? divisor : throw context.Error("Attempted to divide by zero.");

    private static BigInteger NotZero(RenderContext context, BigInteger divisor) =>
        !divisor.IsZero ? divisor : throw context.Error("Attempted to divide by zero.");

    private static TemplateException NotImplemented(RenderContext context, BinaryOperator op, string type) =>
        context.Error($"The operator `{Sign(op)}` is not implemented for {type}<->{type}");

    private static ScriptValue Shifted(RenderContext context, BigInteger value, BigInteger bits, BigInteger written)
    {
        if (BigInteger.Abs(bits) > MaxShift)
        {
            throw context.Error($"Shift amount `{written}` exceeds maximum supported magnitude `{MaxShift}`.", TemplateErrorKind.Limit);
        }

        Charge(context, value.GetBitLength(), bits.Sign > 0 ? (long)bits : 0);
        return ScriptValue.Shrunk(value << (int)bits);
    }

    /// <summary>Pays for an operation on integers of so many bits, which takes time with their product, and gives their sum.</summary>
    private static void Charge(RenderContext context, long leftBits, long rightBits)
    {
        if (leftBits + rightBits > MaxBits)
        {
            throw context.Error($"An integer of {leftBits + rightBits} bits exceeds maximum supported magnitude `{MaxBits}`.", TemplateErrorKind.Limit);
        }

        if (leftBits + rightBits > 4096 && context.Profile == TemplateProfile.Manifest)
        {
            context.Iterate((leftBits / 64 * (rightBits / 64) + leftBits + rightBits) / 256);
        }
    }

    private static ScriptValue Range(RenderContext context, BigInteger left, BigInteger right, bool isInclusive)
    {
        var size = BigInteger.Abs(right - left) + (isInclusive ? 1 : 0);
        if (context.Limits.LoopLimit > 0 && size > context.Limits.LoopLimit)
        {
            throw context.Error($"Range expression exceeds LoopLimit `{context.Limits.LoopLimit}`.", TemplateErrorKind.Limit);
        }

        if (left < long.MinValue || left > long.MaxValue || right < long.MinValue || right > long.MaxValue)
        {
            throw context.Error($"The operator `{(isInclusive ? ".." : "..<")}` is not supported for integers of more than 64 bits.");
        }

        return ScriptValue.Of(new ScriptRange((long)left, (long)right, isInclusive));
    }
}
