using System.Buffers.Binary;

namespace PipelineKit.Sigstore;

/// <summary>The one-time authenticator Poly1305 (RFC 8439, section 2.5), in five limbs of 26 bits.</summary>
internal static class Poly1305
{
    internal const int KeySize = 32;
    internal const int TagSize = 16;
    private const uint Mask = 0x3ffffff;

    /// <summary>Computes the tag of the data. A key is for one message only.</summary>
    internal static void Tag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Span<ulong> r = stackalloc ulong[5];
        Span<ulong> h = stackalloc ulong[5];
        Span<byte> block = stackalloc byte[17];
        key[..16].CopyTo(block);
        Clamp(block);
        Split(block, r);
        h.Clear();

        for (; !data.IsEmpty; data = data[Math.Min(16, data.Length)..])
        {
            var length = Math.Min(16, data.Length);
            block.Clear();
            data[..length].CopyTo(block);
            block[length] = 1;
            AddBlock(h, block);
            Multiply(h, r);
        }

        Finish(h, key[16..], tag);
        r.Clear();
        h.Clear();
        block.Clear();
    }

    private static void Clamp(Span<byte> r)
    {
        for (var i = 3; i < 16; i += 4)
        {
            r[i] &= 15;
        }

        for (var i = 4; i < 16; i += 4)
        {
            r[i] &= 252;
        }

        r[16] = 0;
    }

    private static void Split(ReadOnlySpan<byte> bytes, Span<ulong> limbs)
    {
        limbs[0] = BinaryPrimitives.ReadUInt32LittleEndian(bytes) & Mask;
        limbs[1] = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[3..]) >> 2) & Mask;
        limbs[2] = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[6..]) >> 4) & Mask;
        limbs[3] = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[9..]) >> 6) & Mask;
        limbs[4] = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) >> 8) | ((ulong)bytes[16] << 24);
    }

    private static void AddBlock(Span<ulong> h, ReadOnlySpan<byte> block)
    {
        Span<ulong> limbs = stackalloc ulong[5];
        Split(block, limbs);
        for (var i = 0; i < 5; i++)
        {
            h[i] += limbs[i];
        }
    }

    // h r modulo 2^130-5: limbs at 2^130 and above come back multiplied by 5.
    private static void Multiply(Span<ulong> h, ReadOnlySpan<ulong> r)
    {
        Span<ulong> product = stackalloc ulong[5];
        for (var k = 0; k < 5; k++)
        {
            product[k] = 0;
            for (var i = 0; i < 5; i++)
            {
                product[k] += h[i] * (i <= k ? r[k - i] : 5 * r[5 + k - i]);
            }
        }

        product.CopyTo(h);
        Carry(h);
        Carry(h);
    }

    private static void Carry(Span<ulong> h)
    {
        var carry = 0UL;
        for (var i = 0; i < 5; i++)
        {
            h[i] += carry;
            carry = h[i] >> 26;
            h[i] &= Mask;
        }

        h[0] += 5 * carry;
    }

    private static void Finish(Span<ulong> h, ReadOnlySpan<byte> pad, Span<byte> tag)
    {
        Carry(h);
        Carry(h);

        // h plus 5 reaches 2^130 exactly when the modulus is to be taken away; then h + 5 - 2^130 is taken, without a branch.
        Span<ulong> reduced = stackalloc ulong[5];
        h.CopyTo(reduced);
        reduced[0] += 5;
        for (var i = 0; i < 4; i++)
        {
            reduced[i + 1] += reduced[i] >> 26;
            reduced[i] &= Mask;
        }

        var take = 0 - (reduced[4] >> 26);
        reduced[4] &= Mask;
        UInt128 sum = BinaryPrimitives.ReadUInt128LittleEndian(pad);
        for (var i = 0; i < 5; i++)
        {
            sum += (UInt128)((h[i] & ~take) | (reduced[i] & take)) << (26 * i);
        }

        BinaryPrimitives.WriteUInt128LittleEndian(tag, sum);
        reduced.Clear();
    }
}
