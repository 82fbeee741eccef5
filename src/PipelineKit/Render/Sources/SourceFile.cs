using System.Security.Cryptography;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Render.Sources;

/// <summary>The files that render reads, and their bytes as text.</summary>
internal static class SourceFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes of a file of the working directory.</summary>
    /// <exception cref="FailureException">PK0201: as for <see cref="BoundedFile"/>, or no regular file. A pipe must not become an empty template or no values.</exception>
    internal static async Task<byte[]> ReadAsync(string root, string path, int maximumBytes, CancellationToken cancellation)
    {
        var bytes = await BoundedFile.ReadAsync(root, path, maximumBytes, cancellation);
        try
        {
            return bytes.Length > 0 || RegularFile.IsEmptyFile(WorkspacePath.Resolve(root, path, FailureCodes.UnreadableFile))
                ? bytes
                : throw WorkspacePath.Refuse(FailureCodes.UnreadableFile, path, "is not a regular file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WorkspacePath.Refuse(FailureCodes.UnreadableFile, path, "cannot be read: " + e.Message);
        }
    }

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
