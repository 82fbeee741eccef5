using System.Globalization;
using System.Numerics;
using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>The values of numbers and strings that the lexer has found well-formed.</summary>
internal static class Literals
{
    /// <summary>Longest number that is read: more digits than any use has, few enough that reading them costs nothing.</summary>
    private const int MaxNumberLength = 4096;

    private const int MaxExponent = 4096;

    /// <summary>Digits with an optional exponent; the smallest integer type that holds the value.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, out ScriptValue value)
    {
        const NumberStyles Style = NumberStyles.Integer | NumberStyles.AllowExponent;
        value = default;
        if (text.Length <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var small))
        {
            value = ScriptValue.Of(small);
            return true;
        }

        var digits = text.Contains('_') ? text.ToString().Replace("_", "", StringComparison.Ordinal) : text;
        if (long.TryParse(digits, Style, CultureInfo.InvariantCulture, out var whole))
        {
            value = ScriptValue.Shrunk(whole);
            return true;
        }

        if (!IsBounded(digits) || !BigInteger.TryParse(digits, Style, CultureInfo.InvariantCulture, out var big))
        {
            return false;
        }

        value = ScriptValue.Of(big);
        return true;
    }

    /// <summary>A number with a dot, an exponent behind one, or a suffix <c>f</c> (binary32), <c>d</c> (binary64), <c>m</c> (decimal).</summary>
    public static bool TryReal(ReadOnlySpan<char> text, out ScriptValue value)
    {
        value = default;
        if (text.Length > MaxNumberLength)
        {
            return false;
        }

        var digits = text.TrimEnd("fFdDmM");
        switch (text[^1])
        {
            case 'f' or 'F':
                var isSingle = float.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var single);
                value = ScriptValue.Of(single);
                return isSingle;
            case 'm' or 'M':
                var isDecimal = decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var money);
                value = ScriptValue.Of(money);
                return isDecimal;
            default:
                var isDouble = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real);
                value = ScriptValue.Of(real);
                return isDouble;
        }
    }

    /// <summary><c>0xFF</c>: a bit pattern of 32 or 64 bits, signed unless it ends in <c>u</c>; a number of any size beyond that.</summary>
    public static bool TryHexadecimal(ReadOnlySpan<char> text, out ScriptValue value)
    {
        value = default;
        var (digits, isUnsigned) = Digits(text);
        if (ulong.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits))
        {
            value = Bits(bits, isUnsigned);
            return true;
        }

        if (digits.Length > MaxNumberLength || !BigInteger.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var big))
        {
            return false;
        }

        value = ScriptValue.Of(big);
        return true;
    }

    /// <summary><c>0b101</c>, as <see cref="TryHexadecimal"/>; <c>0b1.1</c> is a fraction, binary32 with <c>f</c>.</summary>
    public static bool TryBinary(ReadOnlySpan<char> text, out ScriptValue value)
    {
        value = default;
        var (digits, isUnsigned) = Digits(text);
        if (digits.Length > MaxNumberLength)
        {
            return false;
        }

        var dot = digits.IndexOf('.', StringComparison.Ordinal);
        var isSingle = digits[^1] is 'f' or 'F';
        var whole = digits.TrimEnd(['f', 'F', 'd', 'D']).Replace(".", "", StringComparison.Ordinal);
        var number = BigInteger.Zero;
        foreach (var c in whole)
        {
            number = (number << 1) + (c - '0');
        }

        var scale = Math.Pow(2, dot - whole.Length);
        value = dot < 0
            ? number <= ulong.MaxValue ? Bits((ulong)number, isUnsigned) : ScriptValue.Of(number)
            : isSingle ? ScriptValue.Of((float)number * (float)scale) : ScriptValue.Of((double)number * scale);
        return true;
    }

    /// <summary>The text of a string between its quotes, or of a piece of an interpolated one.</summary>
    public static string Unescape(ReadOnlySpan<char> text)
    {
        var next = text.IndexOf('\\');
        if (next < 0)
        {
            return text.ToString();
        }

        var builder = new StringBuilder(text.Length);
        while (next >= 0 && next + 1 < text.Length)
        {
            builder.Append(text[..next]);
            text = text[(next + 1)..];
            var length = 1;
            switch (text[0])
            {
                case '\n':
                    break;
                case '\r':
                    length = text.StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 1;
                    break;
                case 'u' or 'x':
                    length = text[0] == 'u' ? 5 : 3;
                    length = Math.Min(length, text.Length);
                    builder.Append(Character(text[1..length]));
                    break;
                default:
                    builder.Append(text[0] switch
                    {
                        '0' => '\0',
                        'b' => '\b',
                        'f' => '\f',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'v' => '\v',
                        var other => other,
                    });
                    break;
            }

            text = text[length..];
            next = text.IndexOf('\\');
        }

        return builder.Append(text).ToString();
    }

    /// <summary>The text between back-ticks; a doubled one stands for one.</summary>
    public static string Verbatim(ReadOnlySpan<char> text) =>
        text.Contains('`') ? text.ToString().Replace("``", "`", StringComparison.Ordinal) : text.ToString();

    private static char Character(ReadOnlySpan<char> digits) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : '\0';

    private static (string Digits, bool IsUnsigned) Digits(ReadOnlySpan<char> text)
    {
        var isUnsigned = text[^1] is 'u' or 'U';
        var digits = isUnsigned ? text[2..^1] : text[2..];
        return (digits.ToString().Replace("_", "", StringComparison.Ordinal), isUnsigned);
    }

    private static ScriptValue Bits(ulong bits, bool isUnsigned) => (bits <= uint.MaxValue, isUnsigned) switch
    {
        (true, true) => ScriptValue.Of((long)bits),
        (true, false) => ScriptValue.Of(unchecked((int)(uint)bits)),
        (false, true) => ScriptValue.Of(new BigInteger(bits)),
        (false, false) => ScriptValue.Of(unchecked((long)bits)),
    };

    private static bool IsBounded(ReadOnlySpan<char> digits)
    {
        var exponent = digits.IndexOfAny('e', 'E');
        return digits.Length <= MaxNumberLength
            && (exponent < 0 || (int.TryParse(digits[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) && power <= MaxExponent));
    }
}
