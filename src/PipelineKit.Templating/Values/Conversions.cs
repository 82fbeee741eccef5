using System.Globalization;
using System.Numerics;
using PipelineKit.Templating.Builtins;

namespace PipelineKit.Templating;

/// <summary>Values as other types, by the language's rules.</summary>
internal static class Conversions
{
    /// <summary>An argument as its parameter wants it.</summary>
    public static ScriptValue Convert(RenderContext context, ScriptValue value, ParameterKind kind) => kind switch
    {
        ParameterKind.Any => value,
        ParameterKind.Text => value.IsString || value.IsNull ? value : ScriptValue.Of(ValueText.ToText(context, value)),
        ParameterKind.Integer => ScriptValue.Of(ToInteger(context, value)),
        ParameterKind.Long => ScriptValue.Of(ToLong(context, value)),
        ParameterKind.Double => ScriptValue.Of(ToDouble(context, value)),
        ParameterKind.Boolean => ScriptValue.Of(value.IsTrue),
        ParameterKind.List => IsList(value) ? value : throw Unable(context, value, "IEnumerable"),
        ParameterKind.Object => value.Kind is ScriptValueKind.Object or ScriptValueKind.Null ? value : throw Unable(context, value, "IDictionary<string, object>"),
        ParameterKind.Function => value.Kind == ScriptValueKind.Function ? value : throw Unable(context, value, "function"),
        ParameterKind.Date => ToDate(context, value),
        _ => value.Kind is ScriptValueKind.TimeSpan or ScriptValueKind.Null ? value : throw Unable(context, value, "TimeSpan"),
    };

    /// <summary>A 32-bit integer: of null 0, of a boolean 0 or 1, of a fraction the nearest (half to even), of text the number in it.</summary>
    public static int ToInteger(RenderContext context, ScriptValue value) =>
        TryToInteger(value, out var result) ? result : throw context.Error($"Unable to convert type `{TypeNames.Of(value)}` to int");

    /// <summary>As <see cref="ToInteger"/>, without an error.</summary>
    public static bool TryToInteger(ScriptValue value, out int result)
    {
        if (value.IsWhole)
        {
            result = (int)value.AsLong;
            return result == value.AsLong;
        }

        result = 0;
        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                return true;
            case ScriptValueKind.Boolean:
                result = value.AsBoolean ? 1 : 0;
                return true;
            case ScriptValueKind.Float or ScriptValueKind.Double:
                var rounded = Math.Round(value.AsDouble);
                result = rounded is >= int.MinValue and <= int.MaxValue ? (int)rounded : 0;
                return rounded is >= int.MinValue and <= int.MaxValue;
            case ScriptValueKind.Decimal:
                var whole = Math.Round(value.AsDecimal);
                result = whole is >= int.MinValue and <= int.MaxValue ? (int)whole : 0;
                return whole is >= int.MinValue and <= int.MaxValue;
            case ScriptValueKind.String:
                return int.TryParse(value.AsString, NumberStyles.Integer, CultureInfo.InvariantCulture, out result);
            default:
                return false;
        }
    }

    /// <summary>A 64-bit integer, by the rules of <see cref="ToInteger"/> but for text, which is not converted.</summary>
    public static long ToLong(RenderContext context, ScriptValue value)
    {
        if (value.IsWhole)
        {
            return value.AsLong;
        }

        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                return 0;
            case ScriptValueKind.Boolean:
                return value.AsBoolean ? 1 : 0;
            case ScriptValueKind.Float or ScriptValueKind.Double:
                var rounded = Math.Round(value.AsDouble);
                return rounded is >= -9.2233720368547758E18 and < 9.2233720368547758E18 ? (long)rounded : throw Unable(context, value, "long");
            case ScriptValueKind.Decimal:
                var whole = Math.Round(value.AsDecimal);
                return whole is >= long.MinValue and <= long.MaxValue ? (long)whole : throw Unable(context, value, "long");
            default:
                throw Unable(context, value, "long");
        }
    }

    /// <summary>A binary64: of null 0; text is not converted.</summary>
    public static double ToDouble(RenderContext context, ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Double or ScriptValueKind.Float => value.AsDouble,
        ScriptValueKind.Integer or ScriptValueKind.Long => value.AsLong,
        ScriptValueKind.Null => 0,
        ScriptValueKind.Boolean => value.AsBoolean ? 1 : 0,
        ScriptValueKind.BigInteger => (double)value.AsBigInteger,
        ScriptValueKind.Decimal => (double)value.AsDecimal,
        _ => throw Unable(context, value, "double"),
    };

    /// <summary>A binary32, by the rules of <see cref="ToDouble"/>.</summary>
    public static float ToFloat(RenderContext context, ScriptValue value) =>
        value.Kind is ScriptValueKind.Null or ScriptValueKind.Boolean || value.IsNumber ? (float)ToDouble(context, value) : throw Unable(context, value, "float");

    /// <summary>A decimal; a number that has no place in one is an error.</summary>
    public static decimal ToDecimal(RenderContext context, ScriptValue value)
    {
        switch (value.Kind)
        {
            case ScriptValueKind.Decimal:
                return value.AsDecimal;
            case ScriptValueKind.Integer or ScriptValueKind.Long:
                return value.AsLong;
            case ScriptValueKind.Null:
                return 0;
            case ScriptValueKind.Boolean:
                return value.AsBoolean ? 1 : 0;
            case ScriptValueKind.Float or ScriptValueKind.Double when Math.Abs(value.AsDouble) < 7.9228162514264328E28:
                return value.Kind == ScriptValueKind.Float ? (decimal)(float)value.AsDouble : (decimal)value.AsDouble;
            default:
                throw Unable(context, value, "decimal");
        }
    }

    /// <summary>An integer of any size; a fraction is cut.</summary>
    public static BigInteger ToBigInteger(RenderContext context, ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.BigInteger => value.AsBigInteger,
        ScriptValueKind.Integer or ScriptValueKind.Long => value.AsLong,
        ScriptValueKind.Null => BigInteger.Zero,
        ScriptValueKind.Boolean => value.AsBoolean ? BigInteger.One : BigInteger.Zero,
        _ => throw Unable(context, value, "bigint"),
    };

    /// <summary>An object, or null for null; anything else is an error.</summary>
    public static ScriptObject? ToObject(RenderContext context, ScriptValue value) => Convert(context, value, ParameterKind.Object).AsObject;

    /// <summary>Whether it has items (<see cref="ScriptItems"/>), or is null.</summary>
    public static bool IsList(ScriptValue value) =>
        value.Kind is ScriptValueKind.Array or ScriptValueKind.Range or ScriptValueKind.Null or ScriptValueKind.String or ScriptValueKind.Object;

    private static ScriptValue ToDate(RenderContext context, ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Date or ScriptValueKind.Null => value,
        ScriptValueKind.String => DateParser.Parse(context, value.AsString, pattern: null, context.Culture),
        _ => throw Unable(context, value, "DateTime"),
    };

    private static TemplateException Unable(RenderContext context, ScriptValue value, string type) =>
        context.Error($"Unable to convert type `{TypeNames.Of(value)}` to `{type}`");
}
