using System.Globalization;
using System.Numerics;
using PipelineKit.Templating;

namespace PipelineKit.Render.Values;

/// <summary>
/// What a plain scalar of a values file means: the core schema of YAML 1.2.2 (section 10.3.2), with numbers exact. A number that would not print as it is written
/// (leading zeros) stays text, so that versions, commits and modes come out as they went in.
/// </summary>
internal static class PlainScalar
{
    // More digits than this are no number that anybody means; reading them would take time that grows with their square.
    private const int LongestNumber = 400;

    /// <summary>Null, a boolean, a number or text.</summary>
    public static ScriptValue Of(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScriptValue.Null,
        "true" or "True" or "TRUE" => ScriptValue.True,
        "false" or "False" or "FALSE" => ScriptValue.False,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        _ => text.Length <= LongestNumber && (text[0] is '+' or '-' or '.' || char.IsAsciiDigit(text[0])) ? Number(text) : text,
    };

    private static ScriptValue Number(string text)
    {
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (digits.Length > 2 && digits[0] == '0' && digits[1] is 'x' or 'o' && digits.Length == text.Length)
        {
            return Radix(text, digits[2..], digits[1] == 'x' ? 16 : 8);
        }

        var whole = Run(digits);
        var rest = digits[whole..];
        var fraction = rest.Length > 0 && rest[0] == '.' ? Run(rest[1..]) : -1;
        rest = fraction < 0 ? rest : rest[(fraction + 1)..];
        if (whole + Math.Max(fraction, 0) == 0 || (whole > 1 && digits[0] == '0'))
        {
            return text;
        }

        if (rest.Length > 0)
        {
            return IsExponent(rest) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : text;
        }

        return fraction < 0 ? ScriptValue.Shrunk(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : Exact(text);
    }

    // A decimal keeps the digits as they are written; what does not fit one is the nearest double.
    private static ScriptValue Exact(string text) =>
        text.Length <= 28 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact)
            ? ScriptValue.Of(exact)
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static ScriptValue Radix(string text, ReadOnlySpan<char> digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return text;
            }

            value = (value * radix) + digit;
        }

        return ScriptValue.Shrunk(value);
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        var digits = text[1..];
        digits = digits.Length > 0 && digits[0] is '+' or '-' ? digits[1..] : digits;
        return text[0] is 'e' or 'E' && digits.Length > 0 && Run(digits) == digits.Length;
    }

    private static int Run(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        return length;
    }
}
