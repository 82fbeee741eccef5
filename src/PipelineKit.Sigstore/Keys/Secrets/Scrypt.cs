using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>The password-based key derivation scrypt (RFC 7914). The caller bounds the parameters: it takes 128 N r bytes of memory.</summary>
internal static class Scrypt
{
    /// <summary>Derives a key.</summary>
    /// <param name="password">As UTF-8 or whatever bytes it is.</param>
    /// <param name="salt">As many bytes as there are.</param>
    /// <param name="n">The cost, a power of two above 1.</param>
    /// <param name="r">The block size, in 128 bytes.</param>
    /// <param name="p">How often, one after the other.</param>
    /// <param name="length">Bytes of the key.</param>
    internal static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        var blockSize = 128 * r;
        var blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, p * blockSize);
        var memory = new uint[n * (blockSize / 4)];
        for (var i = 0; i < p; i++)
        {
            Mix(blocks.AsSpan(i * blockSize, blockSize), n, memory);
        }

        var key = Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
        CryptographicOperations.ZeroMemory(blocks);
        Array.Clear(memory);
        return key;
    }

    // scryptROMix (section 5).
    private static void Mix(Span<byte> block, int n, uint[] memory)
    {
        var words = block.Length / 4;
        Span<uint> x = new uint[words];
        Span<uint> y = new uint[words];
        for (var i = 0; i < words; i++)
        {
            x[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * i)..]);
        }

        for (var i = 0; i < n; i++)
        {
            x.CopyTo(memory.AsSpan(i * words, words));
            ScryptBlock.Mix(x, y);
            var next = x;
            x = y;
            y = next;
        }

        for (var i = 0; i < n; i++)
        {
            var j = (int)(x[words - 16] & (uint)(n - 1));
            ScryptBlock.Xor(x, memory.AsSpan(j * words, words));
            ScryptBlock.Mix(x, y);
            var next = x;
            x = y;
            y = next;
        }

        for (var i = 0; i < words; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[(4 * i)..], x[i]);
        }

        x.Clear();
        y.Clear();
    }
}
