using System.Buffers.Binary;

namespace PipelineKit.Sigstore;

/// <summary>
/// Numbers modulo the order of the generator, L = 2^252 + 27742317777372353535851937790883648493, in four limbs of 64 bits (Montgomery's
/// multiplication with R = 2^256). Takes the same time whatever the values are, but for <see cref="IsReduced"/>.
/// </summary>
internal static class EdwardsScalar
{
    private const ulong MinusInverse = 0xd2b51da312547e1b;

    private static ReadOnlySpan<ulong> Order => [0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000];

    // R mod L and R^2 mod L.
    private static ReadOnlySpan<ulong> R => [0xd6ec31748d98951d, 0xc6ef5bf4737dcf70, 0xfffffffffffffffe, 0x0fffffffffffffff];

    private static ReadOnlySpan<ulong> RSquared => [0xa40611e3449c0f01, 0xd00e1ba768859347, 0xceec73d217f5be65, 0x0399411b7c309a3d];

    /// <summary>Whether 32 bytes, little-endian, are below L (RFC 8032, section 5.1.7: else a signature could be changed into another).</summary>
    internal static bool IsReduced(ReadOnlySpan<byte> bytes)
    {
        for (var i = 3; i >= 0; i--)
        {
            var limb = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
            if (limb != Order[i])
            {
                return limb < Order[i];
            }
        }

        return false;
    }

    /// <summary>64 bytes, little-endian, modulo L, as 32 bytes.</summary>
    internal static void Reduce(ReadOnlySpan<byte> wide, Span<byte> result)
    {
        Span<ulong> low = stackalloc ulong[4];
        Span<ulong> high = stackalloc ulong[4];
        Read(wide, low);
        Read(wide[32..], high);
        Multiply(low, R, low);
        Multiply(high, RSquared, high);
        Add(low, high);
        Write(low, result);
        low.Clear();
        high.Clear();
    }

    /// <summary>a b + c modulo L; a may be any 32 bytes, b and c are below L.</summary>
    internal static void MultiplyAdd(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> result)
    {
        Span<ulong> left = stackalloc ulong[4];
        Span<ulong> right = stackalloc ulong[4];
        Read(a, left);
        Read(b, right);
        Multiply(left, right, left);
        Multiply(left, RSquared, left);
        Read(c, right);
        Add(left, right);
        Write(left, result);
        left.Clear();
        right.Clear();
    }

    // a b / R modulo L, for a below R and b below L.
    private static void Multiply(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
    {
        Span<ulong> t = stackalloc ulong[6];
        t.Clear();
        for (var i = 0; i < 4; i++)
        {
            AddProduct(t, a[i], b);
            AddProduct(t, t[0] * MinusInverse, Order);
            t[1..].CopyTo(t);
            t[5] = 0;
        }

        t[..4].CopyTo(result);
        SubtractOrder(result);
    }

    private static void AddProduct(Span<ulong> t, ulong factor, ReadOnlySpan<ulong> value)
    {
        UInt128 carry = 0;
        for (var j = 0; j < 4; j++)
        {
            carry += Math.BigMul(factor, value[j]) + t[j];
            t[j] = (ulong)carry;
            carry >>= 64;
        }

        carry += t[4];
        t[4] = (ulong)carry;
        t[5] += (ulong)(carry >> 64);
    }

    private static void Add(Span<ulong> a, ReadOnlySpan<ulong> b)
    {
        UInt128 carry = 0;
        for (var i = 0; i < 4; i++)
        {
            carry += (UInt128)a[i] + b[i];
            a[i] = (ulong)carry;
            carry >>= 64;
        }

        SubtractOrder(a);
    }

    // Takes L away once where the value (below 2L) is not smaller, without a branch.
    private static void SubtractOrder(Span<ulong> value)
    {
        Span<ulong> less = stackalloc ulong[4];
        var borrow = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var difference = (UInt128)value[i] - Order[i] - borrow;
            less[i] = (ulong)difference;
            borrow = (ulong)(difference >> 64) & 1;
        }

        var keep = 0 - borrow;
        for (var i = 0; i < 4; i++)
        {
            value[i] = (value[i] & keep) | (less[i] & ~keep);
        }
    }

    private static void Read(ReadOnlySpan<byte> bytes, Span<ulong> limbs)
    {
        for (var i = 0; i < 4; i++)
        {
            limbs[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        }
    }

    private static void Write(ReadOnlySpan<ulong> limbs, Span<byte> bytes)
    {
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], limbs[i]);
        }
    }
}
