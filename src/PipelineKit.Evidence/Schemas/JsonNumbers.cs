using System.Buffers.Text;
using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>Numbers as JSON writes them.</summary>
internal static class JsonNumbers
{
    private const long FarExponent = 1_000_000_000;

    /// <summary>The value; null beyond what a double holds.</summary>
    public static double? Value(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double value, out var length) && length == text.Length && double.IsFinite(value) ? value : null;

    /// <summary>Whether it has no fraction: <c>1</c>, <c>1.0</c> and <c>1e2</c> have none.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> text) => Value(text) is { } value && Math.Floor(value).Equals(value);

    /// <summary>Writes the digits without leading and trailing zeros, <c>e</c> and the exponent, so that equal numbers give equal bytes. At most as long as the number and 24 bytes.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Normalize(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var negative = text[0] == '-';
        var mantissa = negative ? text[1..] : text;
        var exponent = 0L;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            // An exponent beyond 64 bits is as far away as any.
            exponent = long.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)
                ? Math.Clamp(written, -FarExponent, FarExponent)
                : mantissa[e + 1] == '-' ? -FarExponent : FarExponent;
            mantissa = mantissa[..e];
        }

        var length = 0;
        if (negative)
        {
            target[length++] = (byte)'-';
        }

        var first = length;
        var fraction = false;
        foreach (var c in mantissa)
        {
            if (c == '.')
            {
                fraction = true;
                continue;
            }

            exponent -= fraction ? 1 : 0;
            if (c != '0' || length > first)
            {
                target[length++] = c;
            }
        }

        while (length > first && target[length - 1] == '0')
        {
            length--;
            exponent++;
        }

        if (length == first)
        {
            target[0] = (byte)'0';
            return 1;
        }

        target[length++] = (byte)'e';
        _ = Utf8Formatter.TryFormat(exponent, target[length..], out var written2);
        return length + written2;
    }
}
