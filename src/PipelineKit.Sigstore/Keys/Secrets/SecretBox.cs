using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>NaCl's secretbox: XSalsa20 with Poly1305; a box is the tag of 16 bytes and then the encrypted data.</summary>
internal static class SecretBox
{
    internal const int KeySize = Salsa20.KeySize;
    internal const int NonceSize = Salsa20.NonceSize;

    /// <summary>Encrypts. A nonce is for one message only.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> data)
    {
        var box = new byte[Poly1305.TagSize + data.Length];
        var encrypted = box.AsSpan(Poly1305.TagSize);
        data.CopyTo(encrypted);
        Salsa20.Xor(key, nonce, Poly1305.KeySize, encrypted);
        Tag(key, nonce, encrypted, box);
        return box;
    }

    /// <summary>Decrypts; null when the key is another or the box was changed.</summary>
    internal static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box)
    {
        if (box.Length < Poly1305.TagSize)
        {
            return null;
        }

        Span<byte> tag = stackalloc byte[Poly1305.TagSize];
        Tag(key, nonce, box[Poly1305.TagSize..], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, box[..Poly1305.TagSize]))
        {
            return null;
        }

        var data = box[Poly1305.TagSize..].ToArray();
        Salsa20.Xor(key, nonce, Poly1305.KeySize, data);
        return data;
    }

    // The first 32 bytes of the key stream are the key of the tag.
    private static void Tag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> encrypted, Span<byte> tag)
    {
        Span<byte> once = stackalloc byte[Poly1305.KeySize];
        once.Clear();
        Salsa20.Xor(key, nonce, 0, once);
        Poly1305.Tag(once, encrypted, tag);
        CryptographicOperations.ZeroMemory(once);
    }
}
