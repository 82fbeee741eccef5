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
        var bytes = new byte[Length(utf8)];
        return TryDecode(utf8, bytes, out _) ? bytes : null;
    }

    /// <summary>Decodes into a buffer that is large enough; false when the text is not strict base64.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> utf8, Span<byte> bytes, out int length)
    {
        length = Length(utf8);
        return utf8.Length % 4 == 0
            && Base64.DecodeFromUtf8(utf8, bytes[..length], out var read, out var written) == OperationStatus.Done
            && read == utf8.Length
            && written == length;
    }

    private static int Length(ReadOnlySpan<byte> utf8) =>
        utf8.Length < 4 ? 0 : (utf8.Length / 4 * 3) - (utf8.EndsWith("=="u8) ? 2 : utf8.EndsWith("="u8) ? 1 : 0);

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
