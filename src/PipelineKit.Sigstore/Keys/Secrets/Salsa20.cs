using System.Buffers.Binary;
using System.Numerics;

namespace PipelineKit.Sigstore;

/// <summary>The Salsa20 core and what is made of it: HSalsa20 and the XSalsa20 key stream (Bernstein, "Extending the Salsa20 nonce").</summary>
internal static class Salsa20
{
    internal const int KeySize = 32;
    internal const int NonceSize = 24;
    internal const int BlockWords = 16;

    // "expand 32-byte k", little-endian.
    private static ReadOnlySpan<uint> Sigma => [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

    /// <summary>XORs the data with the key stream of XSalsa20, from a position of the stream on.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">24 bytes.</param>
    /// <param name="skip">Bytes of the key stream that are left out at first, fewer than 64.</param>
    /// <param name="data">Changed in place.</param>
    internal static void Xor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, int skip, Span<byte> data)
    {
        Span<uint> input = stackalloc uint[BlockWords];
        Span<uint> block = stackalloc uint[BlockWords];
        Span<byte> stream = stackalloc byte[4 * BlockWords];
        Fill(input, key, nonce);
        DeriveKey(input);
        input[6] = BinaryPrimitives.ReadUInt32LittleEndian(nonce[16..]);
        input[7] = BinaryPrimitives.ReadUInt32LittleEndian(nonce[20..]);

        for (var (position, counter) = (-skip, 0U); position < data.Length; position += stream.Length, counter++)
        {
            (input[8], input[9]) = (counter, 0);
            input.CopyTo(block);
            Rounds(block, 20);
            for (var i = 0; i < BlockWords; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(stream[(4 * i)..], block[i] + input[i]);
            }

            for (var i = Math.Max(0, -position); i < stream.Length && position + i < data.Length; i++)
            {
                data[position + i] ^= stream[i];
            }
        }

        input.Clear();
        block.Clear();
        stream.Clear();
    }

    /// <summary>So many rounds (an even number) on sixteen words in place, without adding the input at the end.</summary>
    internal static void Rounds(Span<uint> x, int rounds)
    {
        for (var i = 0; i < rounds; i += 2)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }

    // The matrix of Salsa20: constants on the diagonal, the key's halves around sixteen bytes of nonce.
    private static void Fill(Span<uint> matrix, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        for (var i = 0; i < 4; i++)
        {
            matrix[5 * i] = Sigma[i];
            matrix[1 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
            matrix[6 + i] = BinaryPrimitives.ReadUInt32LittleEndian(nonce[(4 * i)..]);
            matrix[11 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(16 + (4 * i))..]);
        }
    }

    // HSalsa20: the diagonal and the nonce's words after twenty rounds are the key of the stream.
    private static void DeriveKey(Span<uint> matrix)
    {
        Rounds(matrix, 20);
        ReadOnlySpan<uint> first = [matrix[0], matrix[5], matrix[10], matrix[15]];
        ReadOnlySpan<uint> second = [matrix[6], matrix[7], matrix[8], matrix[9]];
        for (var i = 0; i < 4; i++)
        {
            matrix[5 * i] = Sigma[i];
        }

        first.CopyTo(matrix[1..]);
        second.CopyTo(matrix[11..]);
    }
}
