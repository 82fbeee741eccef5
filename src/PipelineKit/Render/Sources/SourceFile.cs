using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Render.Sources;

/// <summary>The bytes of a template or include as text.</summary>
internal static class SourceFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 without its mark, if it has one.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="line">The first line that is not UTF-8, 1-based.</param>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out int line)
    {
        line = 0;
        var content = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        try
        {
            text = Utf8.GetString(content);
            return true;
        }
        catch (DecoderFallbackException e)
        {
            text = "";
            line = 1 + content[..Math.Clamp(e.Index, 0, content.Length)].Count((byte)'\n');
            return false;
        }
    }

    /// <summary>SHA-256, lower-case hex.</summary>
    internal static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
