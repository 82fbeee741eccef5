namespace PipelineKit.Sigstore;

/// <summary>Multiples of points of edwards25519.</summary>
internal static class EdwardsMultiplication
{
    private const int KeyWindow = 5;
    private const int BaseWindow = 7;

    private static readonly EdwardsAddend[] BaseMultiples = Multiples(EdwardsPoint.Base);
    private static readonly EdwardsAddend[] OddBaseMultiples = OddMultiples(EdwardsPoint.Base, BaseWindow);

    /// <summary>The scalar times the generator. The scalar may be secret: neither branches nor addresses depend on it.</summary>
    /// <param name="scalar">32 bytes, little-endian, below 2^255.</param>
    internal static EdwardsPoint TimesBase(ReadOnlySpan<byte> scalar)
    {
        var result = EdwardsPoint.Neutral;
        for (var i = 63; i >= 0; i--)
        {
            var digit = (uint)(scalar[i / 2] >> (4 * (i & 1))) & 15;
            result = result.Double(false).Double(false).Double(false).Double(true) + Pick(digit);
        }

        return result;
    }

    /// <summary>a A + b B, of public values only: the time tells them.</summary>
    /// <param name="a">32 bytes, little-endian, below the group order.</param>
    /// <param name="point">A.</param>
    /// <param name="b">32 bytes, little-endian, below the group order.</param>
    internal static EdwardsPoint AddMultiples(ReadOnlySpan<byte> a, in EdwardsPoint point, ReadOnlySpan<byte> b)
    {
        Span<sbyte> aDigits = stackalloc sbyte[256];
        Span<sbyte> bDigits = stackalloc sbyte[256];
        var odd = OddMultiples(point, KeyWindow);
        Digits(a, KeyWindow, aDigits);
        Digits(b, BaseWindow, bDigits);

        var highest = 255;
        while (highest >= 0 && aDigits[highest] == 0 && bDigits[highest] == 0)
        {
            highest--;
        }

        var result = EdwardsPoint.Neutral;
        for (var i = highest; i >= 0; i--)
        {
            result = result.Double(forAddition: (aDigits[i] | bDigits[i]) != 0);
            result = Step(Step(result, odd, aDigits[i]), OddBaseMultiples, bDigits[i]);
        }

        return result;
    }

    private static EdwardsPoint Step(in EdwardsPoint point, EdwardsAddend[] odd, int digit) => digit switch
    {
        > 0 => point + odd[digit / 2],
        < 0 => point - odd[-digit / 2],
        _ => point,
    };

    private static EdwardsAddend Pick(uint digit)
    {
        var result = BaseMultiples[0];
        for (var i = 1U; i < 16; i++)
        {
            // All ones where i is the digit: the difference minus one borrows only from zero.
            var mask = (ulong)((long)((ulong)(i ^ digit) - 1) >> 63);
            result = result.Select(BaseMultiples[i], mask);
        }

        return result;
    }

    private static EdwardsAddend[] Multiples(EdwardsPoint point)
    {
        var one = point.ToAddend();
        var multiple = EdwardsPoint.Neutral;
        var multiples = new EdwardsAddend[16];
        for (var i = 0; i < multiples.Length; i++)
        {
            multiples[i] = multiple.ToAddend();
            multiple += one;
        }

        return multiples;
    }

    private static EdwardsAddend[] OddMultiples(EdwardsPoint point, int window)
    {
        var two = point.Double(true).ToAddend();
        var odd = new EdwardsAddend[1 << (window - 2)];
        for (var i = 0; i < odd.Length; i++)
        {
            odd[i] = point.ToAddend();
            point += two;
        }

        return odd;
    }

    // The non-adjacent form: digits are zero or odd and below 2^(window-1) in size, with at least window-1 zeros after each.
    private static void Digits(ReadOnlySpan<byte> scalar, int window, Span<sbyte> digits)
    {
        for (var i = 0; i < 256; i++)
        {
            digits[i] = (sbyte)((scalar[i >> 3] >> (i & 7)) & 1);
        }

        for (var i = 0; i < 256; i++)
        {
            if (digits[i] == 0)
            {
                continue;
            }

            var value = 0;
            for (var bit = 0; bit < window && i + bit < 256; bit++)
            {
                value |= digits[i + bit] << bit;
                digits[i + bit] = 0;
            }

            if (value >= 1 << (window - 1))
            {
                value -= 1 << window;
                Increment(digits, i + window);
            }

            digits[i] = (sbyte)value;
        }
    }

    private static void Increment(Span<sbyte> bits, int from)
    {
        while (bits[from] != 0)
        {
            bits[from++] = 0;
        }

        bits[from] = 1;
    }
}
