using System.Numerics;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin <c>math</c>.</summary>
internal static class MathBuiltins
{
    private static readonly ScriptParameter Any = new("value");
    private static readonly ScriptParameter With = new("with");
    private static readonly ScriptParameter Number = new("value", ParameterKind.Double);

    public static ScriptObject Create()
    {
        var result = new ScriptObject();
        Add(result, "abs", [Any], Abs);
        Add(result, "ceil", [Number], static call => Math.Ceiling(call[0].AsDouble));
        Add(result, "divided_by", [Number, new("divisor")], DividedBy);
        Add(result, "floor", [Number], static call => Math.Floor(call[0].AsDouble));
        Add(result, "format", [Any, new("format", ParameterKind.Text), new("culture", ParameterKind.Text, IsOptional: true)], Format);
        Add(result, "is_number", [Any], static call => call[0].IsNumber);
        Add(result, "minus", [Any, With], static call => Operators.Binary(call.Context, BinaryOperator.Subtract, call[0], call[1]));
        Add(result, "modulo", [Any, With], static call => Operators.Binary(call.Context, BinaryOperator.Modulus, call[0], call[1]));
        Add(result, "plus", [Any, With], static call => Operators.Binary(call.Context, BinaryOperator.Add, call[0], call[1]));
        Add(result, "random", [new("minValue", ParameterKind.Integer), new("maxValue", ParameterKind.Integer)], Random);
        Add(result, "round", [Number, new("precision", ParameterKind.Integer, IsOptional: true, ScriptValue.Of(0))], Round);
        Add(result, "times", [Any, With], static call => Operators.Binary(call.Context, BinaryOperator.Multiply, call[0], call[1]));
        Add(result, "uuid", [], Uuid);
        result.IsReadOnly = true;
        return result;
    }

    private static void Add(ScriptObject owner, string name, ScriptParameter[] parameters, NativeBody body) =>
        owner[name] = ScriptValue.Of(new NativeFunction("math." + name, parameters, body));

    private static ScriptValue Abs(NativeCall call)
    {
        var value = call[0];
        switch (value.Kind)
        {
            case ScriptValueKind.Null or ScriptValueKind.Boolean:
                return value;
            case ScriptValueKind.Integer when value.AsLong != int.MinValue:
                return ScriptValue.Of((int)Math.Abs(value.AsLong));
            case ScriptValueKind.Long when value.AsLong != long.MinValue:
                return ScriptValue.Of(Math.Abs(value.AsLong));
            case ScriptValueKind.Integer or ScriptValueKind.Long:
                throw call.Context.Error("Negating the minimum value of a twos complement number is invalid.");
            case ScriptValueKind.BigInteger:
                return ScriptValue.Of(BigInteger.Abs(value.AsBigInteger));
            case ScriptValueKind.Float:
                return ScriptValue.Of((float)Math.Abs(value.AsDouble));
            case ScriptValueKind.Double:
                return ScriptValue.Of(Math.Abs(value.AsDouble));
            case ScriptValueKind.Decimal:
                return ScriptValue.Of(Math.Abs(value.AsDecimal));
            default:
                throw call.Context.Error($"The value `{TypeNames.Shown(call.Context, value)}` is not a number");
        }
    }

    private static ScriptValue DividedBy(NativeCall call)
    {
        var result = Operators.Binary(call.Context, BinaryOperator.Divide, call[0], call[1]);
        return call[1].Kind == ScriptValueKind.Integer ? ScriptValue.Of((int)Math.Floor(result.AsDouble)) : result;
    }

    private static ScriptValue Format(NativeCall call)
    {
        var value = call[0];
        if (value.IsNull)
        {
            return string.Empty;
        }

        return value.IsNumber
            ? NetFormats.Format(call.Context, value, call[1].AsString ?? string.Empty, Cultures.Get(call.Context, call[2].AsString))
            : throw call.Context.Error($"Unexpected `{TypeNames.Shown(call.Context, value)}`. Must be a formattable number");
    }

    private static ScriptValue Round(NativeCall call)
    {
        var digits = call[1].AsLong;
        return digits is >= 0 and <= 15
            ? ScriptValue.Of(Math.Round(call[0].AsDouble, (int)digits))
            : throw call.Context.Error("Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')");
    }

    // Nothing a template renders is a secret, and a seed must give the same again.
#pragma warning disable CA5394
    private static ScriptValue Random(NativeCall call)
    {
        var (least, most) = ((int)call[0].AsLong, (int)call[1].AsLong);
        return least <= most
            ? ScriptValue.Of(Source(call.Context, "math.random").Next(least, most))
            : throw call.Context.Error("minValue must be greater than maxValue");
    }

    private static ScriptValue Uuid(NativeCall call)
    {
        Span<byte> bytes = stackalloc byte[16];
        Source(call.Context, "math.uuid").NextBytes(bytes);

        // RFC 9562 section 5.4: version 4, variant 10.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static Random Source(RenderContext context, string function)
    {
        if (context.Values.Random is { } random)
        {
            return random;
        }

        if (context.Options.RandomSeed is null && context.Profile == TemplateProfile.Manifest)
        {
            throw context.Error($"A manifest has no randomness, so `{function}` needs a seed: it would differ from one rendering to the next", remedy: "Give the number as a value.");
        }

        return context.Values.Random = context.Options.RandomSeed is { } seed ? new Random(seed) : new Random();
    }
}
