using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PipelineKit.Sigstore;

/// <summary>scryptBlockMix with Salsa20/8 (RFC 7914, sections 3 and 4), four words at a time: the diagonals of the matrix are the vectors.</summary>
internal static class ScryptBlock
{
    /// <summary>Mixes the words of x into y; both have 32 r words.</summary>
    internal static void Mix(ReadOnlySpan<uint> x, Span<uint> y)
    {
        Span<uint> state = stackalloc uint[Salsa20.BlockWords];
        x[^Salsa20.BlockWords..].CopyTo(state);
        var chunks = x.Length / Salsa20.BlockWords;
        for (var i = 0; i < chunks; i++)
        {
            Xor(state, x.Slice(i * Salsa20.BlockWords, Salsa20.BlockWords));
            Salsa208(state);

            // Even results go to the first half, odd ones to the second.
            state.CopyTo(y[(((i / 2) + (i % 2 * (chunks / 2))) * Salsa20.BlockWords)..]);
        }

        state.Clear();
    }

    /// <summary>x becomes x XOR other.</summary>
    internal static void Xor(Span<uint> x, ReadOnlySpan<uint> other)
    {
        var to = MemoryMarshal.Cast<uint, Vector128<uint>>(x);
        var from = MemoryMarshal.Cast<uint, Vector128<uint>>(other);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] ^= from[i];
        }
    }

    private static void Salsa208(Span<uint> x)
    {
        var a0 = Vector128.Create(x[0], x[5], x[10], x[15]);
        var b0 = Vector128.Create(x[4], x[9], x[14], x[3]);
        var c0 = Vector128.Create(x[8], x[13], x[2], x[7]);
        var d0 = Vector128.Create(x[12], x[1], x[6], x[11]);
        var (a, b, c, d) = (a0, b0, c0, d0);
        for (var i = 0; i < 4; i++)
        {
            // Columns; then the vectors turn so that the rows lie where the columns were, and back.
            b ^= Rotate(a + d, 7);
            c ^= Rotate(b + a, 9);
            d ^= Rotate(c + b, 13);
            a ^= Rotate(d + c, 18);
            (b, c, d) = (Turn3(b), Turn2(c), Turn1(d));
            d ^= Rotate(a + b, 7);
            c ^= Rotate(d + a, 9);
            b ^= Rotate(c + d, 13);
            a ^= Rotate(b + c, 18);
            (b, c, d) = (Turn1(b), Turn2(c), Turn3(d));
        }

        a += a0;
        b += b0;
        c += c0;
        d += d0;
        (x[0], x[5], x[10], x[15]) = (a[0], a[1], a[2], a[3]);
        (x[4], x[9], x[14], x[3]) = (b[0], b[1], b[2], b[3]);
        (x[8], x[13], x[2], x[7]) = (c[0], c[1], c[2], c[3]);
        (x[12], x[1], x[6], x[11]) = (d[0], d[1], d[2], d[3]);
    }

    private static Vector128<uint> Rotate(Vector128<uint> v, int bits) => (v << bits) | (v >>> (32 - bits));

    private static Vector128<uint> Turn1(Vector128<uint> v) => Vector128.Shuffle(v, Vector128.Create(1u, 2, 3, 0));

    private static Vector128<uint> Turn2(Vector128<uint> v) => Vector128.Shuffle(v, Vector128.Create(2u, 3, 0, 1));

    private static Vector128<uint> Turn3(Vector128<uint> v) => Vector128.Shuffle(v, Vector128.Create(3u, 0, 1, 2));
}
