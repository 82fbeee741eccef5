using System.Runtime.CompilerServices;

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

        var r0 = Wide(a._l0, b._l0) + Wide(a._l1, b4) + Wide(a._l2, b3) + Wide(a._l3, b2) + Wide(a._l4, b1);
        var r1 = Wide(a._l0, b._l1) + Wide(a._l1, b._l0) + Wide(a._l2, b4) + Wide(a._l3, b3) + Wide(a._l4, b2);
        var r2 = Wide(a._l0, b._l2) + Wide(a._l1, b._l1) + Wide(a._l2, b._l0) + Wide(a._l3, b4) + Wide(a._l4, b3);
        var r3 = Wide(a._l0, b._l3) + Wide(a._l1, b._l2) + Wide(a._l2, b._l1) + Wide(a._l3, b._l0) + Wide(a._l4, b4);
        var r4 = Wide(a._l0, b._l4) + Wide(a._l1, b._l3) + Wide(a._l2, b._l2) + Wide(a._l3, b._l1) + Wide(a._l4, b._l0);
        return Reduce(r0, r1, r2, r3, r4);
    }

    internal FieldElement Square()
    {
        var d0 = 2 * _l0;
        var d1 = 2 * _l1;
        var d2 = 2 * _l2;
        var t3 = 19 * _l3;
        var t4 = 19 * _l4;

        var r0 = Wide(_l0, _l0) + Wide(d1, t4) + Wide(d2, t3);
        var r1 = Wide(d0, _l1) + Wide(d2, t4) + Wide(_l3, t3);
        var r2 = Wide(d0, _l2) + Wide(_l1, _l1) + Wide(2 * _l3, t4);
        var r3 = Wide(d0, _l3) + Wide(d1, _l2) + Wide(_l4, t4);
        var r4 = Wide(d0, _l4) + Wide(d1, _l3) + Wide(_l2, _l2);
        return Reduce(r0, r1, r2, r3, r4);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt128 Wide(ulong a, ulong b) => Math.BigMul(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduce(UInt128 r0, UInt128 r1, UInt128 r2, UInt128 r3, UInt128 r4) => Carry(
        ((ulong)r0 & Mask) + (19 * (ulong)(r4 >> 51)),
        ((ulong)r1 & Mask) + (ulong)(r0 >> 51),
        ((ulong)r2 & Mask) + (ulong)(r1 >> 51),
        ((ulong)r3 & Mask) + (ulong)(r2 >> 51),
        ((ulong)r4 & Mask) + (ulong)(r3 >> 51));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => new(
        (l0 & Mask) + (19 * (l4 >> 51)),
        (l1 & Mask) + (l0 >> 51),
        (l2 & Mask) + (l1 >> 51),
        (l3 & Mask) + (l2 >> 51),
        (l4 & Mask) + (l3 >> 51));
}
