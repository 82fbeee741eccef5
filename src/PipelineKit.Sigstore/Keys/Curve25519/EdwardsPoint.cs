namespace PipelineKit.Sigstore;

/// <summary>A point of edwards25519 in extended coordinates (RFC 8032, section 5.1.4): x = X/Z, y = Y/Z, T = XY/Z.</summary>
internal readonly struct EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t)
{
    private static readonly FieldElement D = new(0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff);
    private static readonly FieldElement TwoD = D + D;
    private static readonly FieldElement RootOfMinusOne = new(0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d);

    private readonly FieldElement _x = x;
    private readonly FieldElement _y = y;
    private readonly FieldElement _z = z;
    private readonly FieldElement _t = t;

    internal static EdwardsPoint Neutral => new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>The generator B of RFC 8032, section 5.1.</summary>
    internal static EdwardsPoint Base { get; } = BasePoint();

    /// <summary>Reads an encoded point (RFC 8032, section 5.1.3); false for what is not on the curve or not the one encoding of its point.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out EdwardsPoint point)
    {
        point = default;
        var sign = bytes[31] >> 7;
        var y = FieldElement.FromBytes(bytes);
        Span<byte> canonical = stackalloc byte[32];
        y.CopyTo(canonical);
        canonical[31] |= (byte)(sign << 7);
        if (!bytes.SequenceEqual(canonical))
        {
            return false;
        }

        // x^2 = (y^2 - 1) / (d y^2 + 1) = u / v; the candidate is u v^3 (u v^7)^((p-5)/8).
        var square = y.Square();
        var u = square - FieldElement.One;
        var v = (D * square) + FieldElement.One;
        var v3 = v.Square() * v;
        var x = u * v3 * (u * v3.Square() * v).Power22523();
        var check = x.Square() * v;
        if (!FieldElement.AreEqual(check, u))
        {
            if (!FieldElement.AreEqual(check, -u))
            {
                return false;
            }

            x *= RootOfMinusOne;
        }

        if (x.IsZero() && sign == 1)
        {
            return false;
        }

        x = x.Sign() == sign ? x : -x;
        point = new(x, y, FieldElement.One, x * y);
        return true;
    }

    internal void Encode(Span<byte> bytes)
    {
        var inverse = _z.Invert();
        (_y * inverse).CopyTo(bytes);
        bytes[31] |= (byte)((_x * inverse).Sign() << 7);
    }

    public static EdwardsPoint operator -(in EdwardsPoint p) => new(-p._x, p._y, p._z, -p._t);

    public static EdwardsPoint operator +(in EdwardsPoint p, in EdwardsAddend q) =>
        Complete((p._y - p._x) * q.Difference, (p._y + p._x) * q.Sum, p._t * q.Product, p._z * q.TwoZ);

    public static EdwardsPoint operator -(in EdwardsPoint p, in EdwardsAddend q) =>
        Complete((p._y - p._x) * q.Sum, (p._y + p._x) * q.Difference, -(p._t * q.Product), p._z * q.TwoZ);

    /// <summary>Twice the point.</summary>
    /// <param name="forAddition">Whether it is to be added to next; T is needed only then.</param>
    internal EdwardsPoint Double(bool forAddition)
    {
        var a = _x.Square();
        var b = _y.Square();
        var zz = _z.Square();
        var e = (_x + _y).Square() - a - b;
        var g = b - a;
        var f = g - (zz + zz);
        var h = -(a + b);
        return new(e * f, g * h, f * g, forAddition ? e * h : FieldElement.Zero);
    }

    /// <summary>Whether eight times the point is the neutral one: a key of this kind lets anybody sign.</summary>
    internal bool IsOfSmallOrder() => Double(false).Double(false).Double(false)._x.IsZero();

    /// <summary>The form in which it is added to others.</summary>
    internal EdwardsAddend ToAddend() => new(_y + _x, _y - _x, _z + _z, _t * TwoD);

    private static EdwardsPoint Complete(in FieldElement a, in FieldElement b, in FieldElement c, in FieldElement d)
    {
        var e = b - a;
        var f = d - c;
        var g = d + c;
        var h = b + a;
        return new(e * f, g * h, f * g, e * h);
    }

    private static EdwardsPoint BasePoint()
    {
        var x = new FieldElement(0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5);
        var y = new FieldElement(0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666);
        return new(x, y, FieldElement.One, x * y);
    }
}

/// <summary>A point prepared for being added: y+x, y-x, 2z, 2dt.</summary>
internal readonly struct EdwardsAddend(FieldElement sum, FieldElement difference, FieldElement twoZ, FieldElement product)
{
    internal readonly FieldElement Sum = sum;
    internal readonly FieldElement Difference = difference;
    internal readonly FieldElement TwoZ = twoZ;
    internal readonly FieldElement Product = product;

    /// <summary>The other point where the mask is all ones, this one where it is zero, without a branch.</summary>
    internal EdwardsAddend Select(in EdwardsAddend other, ulong mask) => new(
        Sum.Select(other.Sum, mask),
        Difference.Select(other.Difference, mask),
        TwoZ.Select(other.TwoZ, mask),
        Product.Select(other.Product, mask));
}
