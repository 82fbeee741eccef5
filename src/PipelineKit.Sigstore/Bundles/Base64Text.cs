using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace PipelineKit.Sigstore;

/// <summary>Standard base64 (RFC 4648, section 4), strictly: padded, no white space, no spare bits, so that one value has one spelling.</summary>
internal static class Base64Text
{
    /// <summary>Decodes; null when the text is not strict base64.</summary>
    internal static byte[]? Decode(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length % 4 != 0)
        {
            return null;
        }

        var padding = utf8.EndsWith("=="u8) ? 2 : utf8.EndsWith("="u8) ? 1 : 0;
        var bytes = new byte[(utf8.Length / 4 * 3) - padding];
        return Base64.DecodeFromUtf8(utf8, bytes, out var read, out var written) == OperationStatus.Done && read == utf8.Length && written == bytes.Length
            ? bytes
            : null;
    }

    /// <summary>Decodes; null when the text is not strict base64.</summary>
    internal static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return Utf8.FromUtf16(text, utf8, out _, out var written) == OperationStatus.Done ? Decode(utf8.AsSpan(0, written)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }
}
