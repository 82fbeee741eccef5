using System.Globalization;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A log's signed statement of its size and root (C2SP, tlog-checkpoint.md).</summary>
/// <param name="Origin">The first line: the log's name, in Rekor v1 followed by <c> - </c> and the tree's id.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">The tree's root.</param>
internal sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <summary>Reads the text of a note; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n', count: 4);
        if (lines.Length < 4 || lines[0].Length == 0)
        {
            throw new SigstoreFormatException("the checkpoint has not the three lines origin, size and root");
        }

        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || (lines[1].Length > 1 && lines[1][0] == '0'))
        {
            throw new SigstoreFormatException("the checkpoint's size is not a decimal number of 63 bits without leading zeros");
        }

        return Base64Text.Decode(lines[2]) is { Length: SHA256.HashSizeInBytes } root
            ? new Checkpoint(lines[0], size, root)
            : throw new SigstoreFormatException("the checkpoint's root is not base64 of 32 bytes");
    }

    /// <summary>Whether it is of the log with this name.</summary>
    internal bool IsOf(string name) =>
        Origin.StartsWith(name, StringComparison.Ordinal)
        && (Origin.Length == name.Length || Origin.AsSpan(name.Length).StartsWith(" - ", StringComparison.Ordinal));
}
