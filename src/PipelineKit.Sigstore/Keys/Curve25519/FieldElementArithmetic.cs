using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace PipelineKit.Sigstore;

/// <content>Sums, products and powers.</content>
internal readonly partial struct FieldElement
{
    public static FieldElement operator +(in FieldElement a, in FieldElement b) =>
        Carry(a._l0 + b._l0, a._l1 + b._l1, a._l2 + b._l2, a._l3 + b._l3, a._l4 + b._l4);

    // Twice the prime is added first, so that no limb goes below zero.
    public static FieldElement operator -(in FieldElement a, in FieldElement b) => Carry(
        a._l0 + 0xFFFFFFFFFFFDA - b._l0,
        a._l1 + 0xFFFFFFFFFFFFE - b._l1,
        a._l2 + 0xFFFFFFFFFFFFE - b._l2,
        a._l3 + 0xFFFFFFFFFFFFE - b._l3,
        a._l4 + 0xFFFFFFFFFFFFE - b._l4);

    public static FieldElement operator -(in FieldElement a) => Zero - a;

    public static FieldElement operator *(in FieldElement a, in FieldElement b)
    {
        // Limbs at 2^255 and above come back multiplied by 19.
        var b1 = 19 * b._l1;
        var b2 = 19 * b._l2;
        var b3 = 19 * b._l3;
        var b4 = 19 * b._l4;

        var low0 = Low(a._l0, b._l0) + Low(a._l1, b4) + Low(a._l2, b3) + Low(a._l3, b2) + Low(a._l4, b1);
        var low1 = Low(a._l0, b._l1) + Low(a._l1, b._l0) + Low(a._l2, b4) + Low(a._l3, b3) + Low(a._l4, b2);
        var low2 = Low(a._l0, b._l2) + Low(a._l1, b._l1) + Low(a._l2, b._l0) + Low(a._l3, b4) + Low(a._l4, b3);
        var low3 = Low(a._l0, b._l3) + Low(a._l1, b._l2) + Low(a._l2, b._l1) + Low(a._l3, b._l0) + Low(a._l4, b4);
        var low4 = Low(a._l0, b._l4) + Low(a._l1, b._l3) + Low(a._l2, b._l2) + Low(a._l3, b._l1) + Low(a._l4, b._l0);
        var high0 = High(a._l0, b._l0) + High(a._l1, b4) + High(a._l2, b3) + High(a._l3, b2) + High(a._l4, b1);
        var high1 = High(a._l0, b._l1) + High(a._l1, b._l0) + High(a._l2, b4) + High(a._l3, b3) + High(a._l4, b2);
        var high2 = High(a._l0, b._l2) + High(a._l1, b._l1) + High(a._l2, b._l0) + High(a._l3, b4) + High(a._l4, b3);
        var high3 = High(a._l0, b._l3) + High(a._l1, b._l2) + High(a._l2, b._l1) + High(a._l3, b._l0) + High(a._l4, b4);
        var high4 = High(a._l0, b._l4) + High(a._l1, b._l3) + High(a._l2, b._l2) + High(a._l3, b._l1) + High(a._l4, b._l0);
        return Carry(low0 + (19 * high4), low1 + high0, low2 + high1, low3 + high2, low4 + high3);
    }

    internal FieldElement Square()
    {
        var d0 = 2 * _l0;
        var d1 = 2 * _l1;
        var d2 = 2 * _l2;
        var d3 = 2 * _l3;
        var t3 = 19 * _l3;
        var t4 = 19 * _l4;

        var low0 = Low(_l0, _l0) + Low(d1, t4) + Low(d2, t3);
        var low1 = Low(d0, _l1) + Low(d2, t4) + Low(_l3, t3);
        var low2 = Low(d0, _l2) + Low(_l1, _l1) + Low(d3, t4);
        var low3 = Low(d0, _l3) + Low(d1, _l2) + Low(_l4, t4);
        var low4 = Low(d0, _l4) + Low(d1, _l3) + Low(_l2, _l2);
        var high0 = High(_l0, _l0) + High(d1, t4) + High(d2, t3);
        var high1 = High(d0, _l1) + High(d2, t4) + High(_l3, t3);
        var high2 = High(d0, _l2) + High(_l1, _l1) + High(d3, t4);
        var high3 = High(d0, _l3) + High(d1, _l2) + High(_l4, t4);
        var high4 = High(d0, _l4) + High(d1, _l3) + High(_l2, _l2);
        return Carry(low0 + (19 * high4), low1 + high0, low2 + high1, low3 + high2, low4 + high3);
    }

    /// <summary>The inverse (zero for zero), by Fermat: the power 2^255-21.</summary>
    internal FieldElement Invert()
    {
        var (power250, power11) = Powers();
        return power250.Square(5) * power11;
    }

    /// <summary>The power 2^252-3, which roots of quotients are found with (RFC 8032, section 5.1.3).</summary>
    internal FieldElement Power22523()
    {
        var (power250, _) = Powers();
        return power250.Square(2) * this;
    }

    private (FieldElement Power250, FieldElement Power11) Powers()
    {
        var x2 = Square();
        var x9 = x2.Square(2) * this;
        var x11 = x9 * x2;
        var x5 = x11.Square() * x9;
        var x10 = x5.Square(5) * x5;
        var x20 = x10.Square(10) * x10;
        var x40 = x20.Square(20) * x20;
        var x50 = x40.Square(10) * x10;
        var x100 = x50.Square(50) * x50;
        var x200 = x100.Square(100) * x100;
        return (x200.Square(50) * x50, x11);
    }

    private FieldElement Square(int times)
    {
        var value = this;
        for (var i = 0; i < times; i++)
        {
            value = value.Square();
        }

        return value;
    }

    // A product in two parts, the lower 51 bits and what is above them, so that sums of them need no carries. The first factor is below 2^53, the second below 2^57.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong a, ulong b) => (a * b) & Mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a << 8, b << 5) : Math.BigMul(a << 8, b << 5, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => new(
        (l0 & Mask) + (19 * (l4 >> 51)),
        (l1 & Mask) + (l0 >> 51),
        (l2 & Mask) + (l1 >> 51),
        (l3 & Mask) + (l2 >> 51),
        (l4 & Mask) + (l3 >> 51));
}
