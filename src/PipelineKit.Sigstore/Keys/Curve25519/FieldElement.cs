using System.Buffers.Binary;

namespace PipelineKit.Sigstore;

/// <summary>
/// An element of the field of 2^255-19, in five limbs of 51 bits; every operation leaves limbs below 2^52 and takes the same time whatever the values are.
/// </summary>
internal readonly partial struct FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
{
    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _l0 = l0;
    private readonly ulong _l1 = l1;
    private readonly ulong _l2 = l2;
    private readonly ulong _l3 = l3;
    private readonly ulong _l4 = l4;

    internal static FieldElement Zero => default;

    internal static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>Reads 32 bytes, little-endian; the highest bit is ignored, and values of the prime and above are taken modulo it.</summary>
    internal static FieldElement FromBytes(ReadOnlySpan<byte> bytes)
    {
        var w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new(
            w0 & Mask,
            ((w0 >> 51) | (w1 << 13)) & Mask,
            ((w1 >> 38) | (w2 << 26)) & Mask,
            ((w2 >> 25) | (w3 << 39)) & Mask,
            (w3 >> 12) & Mask);
    }

    /// <summary>Writes the one canonical form: 32 bytes, little-endian, below the prime.</summary>
    internal void CopyTo(Span<byte> bytes)
    {
        // The value is below 2^255 + a little; adding 19 overflows 2^255 exactly when a subtraction of the prime is due.
        var reduced = Carry(_l0, _l1, _l2, _l3, _l4);
        var q = (reduced._l0 + 19) >> 51;
        q = (reduced._l1 + q) >> 51;
        q = (reduced._l2 + q) >> 51;
        q = (reduced._l3 + q) >> 51;
        q = (reduced._l4 + q) >> 51;

        var m0 = reduced._l0 + (19 * q);
        var m1 = reduced._l1 + (m0 >> 51);
        var m2 = reduced._l2 + (m1 >> 51);
        var m3 = reduced._l3 + (m2 >> 51);
        var m4 = (reduced._l4 + (m3 >> 51)) & Mask;
        m0 &= Mask;
        m1 &= Mask;
        m2 &= Mask;
        m3 &= Mask;

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, m0 | (m1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (m1 >> 13) | (m2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (m2 >> 26) | (m3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (m3 >> 39) | (m4 << 12));
    }

    /// <summary>Whether both are the same element.</summary>
    internal static bool AreEqual(in FieldElement a, in FieldElement b) => (a - b).IsZero();

    internal bool IsZero()
    {
        Span<byte> bytes = stackalloc byte[32];
        CopyTo(bytes);
        var any = 0;
        foreach (var b in bytes)
        {
            any |= b;
        }

        return any == 0;
    }

    /// <summary>The sign of RFC 8032, section 5.1.2: the lowest bit of the canonical form.</summary>
    internal int Sign()
    {
        Span<byte> bytes = stackalloc byte[32];
        CopyTo(bytes);
        return bytes[0] & 1;
    }

    /// <summary>The other element where the mask is all ones, this one where it is zero, without a branch.</summary>
    internal FieldElement Select(in FieldElement other, ulong mask) => new(
        _l0 ^ (mask & (_l0 ^ other._l0)),
        _l1 ^ (mask & (_l1 ^ other._l1)),
        _l2 ^ (mask & (_l2 ^ other._l2)),
        _l3 ^ (mask & (_l3 ^ other._l3)),
        _l4 ^ (mask & (_l4 ^ other._l4)));
}
