using System.Globalization;

namespace PipelineKit.Templating.Builtins;

/// <summary>Values by .NET format strings (<c>X4</c>, <c>N2</c>, <c>yyyy-MM-dd</c>).</summary>
internal static class NetFormats
{
    /// <summary>Formats a number, date or length of time.</summary>
    public static ScriptValue Format(RenderContext context, ScriptValue value, string format, CultureInfo culture)
    {
        context.CheckLength(Length(format));
        context.ChargeText(Length(format));
        try
        {
            return ScriptValue.Of(value.Kind switch
            {
                ScriptValueKind.Integer => ((int)value.AsLong).ToString(format, culture),
                ScriptValueKind.Long => value.AsLong.ToString(format, culture),
                ScriptValueKind.BigInteger => value.AsBigInteger.ToString(format, culture),
                ScriptValueKind.Float => ((float)value.AsDouble).ToString(format, culture),
                ScriptValueKind.Double => value.AsDouble.ToString(format, culture),
                ScriptValueKind.Decimal => value.AsDecimal.ToString(format, culture),
                ScriptValueKind.Date => value.AsDate.ToString(format, culture),
                _ => value.AsTimeSpan.ToString(format, culture),
            });
        }
        catch (FormatException error)
        {
            throw context.Error(error.Message);
        }
    }

    /// <summary>How long a text the format can ask for: <c>D500000</c> is seven characters and asks for half a million.</summary>
    private static long Length(string format) =>
        format.Length > 1 && char.IsAsciiLetter(format[0]) && long.TryParse(format.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            ? digits
            : format.Length;
}
