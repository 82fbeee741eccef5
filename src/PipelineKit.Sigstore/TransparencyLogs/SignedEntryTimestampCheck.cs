using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace PipelineKit.Sigstore;

/// <summary>Verifies the promise of inclusion of Rekor v1: a signature over four fields of the entry as canonical JSON (RFC 8785).</summary>
internal static class SignedEntryTimestampCheck
{
    private const int LargestTail = 256;

    /// <summary>Whether the log's key signed the entry's promise.</summary>
    internal static bool IsSigned(TransparencyLogEntry entry, TrustedLog log)
    {
        if (entry.SignedEntryTimestamp is not { } promise)
        {
            return false;
        }

        var head = "{\"body\":\""u8;
        var text = ArrayPool<byte>.Shared.Rent(head.Length + Base64.GetMaxEncodedToUtf8Length(entry.CanonicalizedBody.Length) + LargestTail);
        try
        {
            head.CopyTo(text);
            _ = Base64.EncodeToUtf8(entry.CanonicalizedBody.Span, text.AsSpan(head.Length), out _, out var written);
            written += head.Length;
            return Utf8.TryWrite(
                    text.AsSpan(written),
                    CultureInfo.InvariantCulture,
                    $"\",\"integratedTime\":{entry.IntegratedTime},\"logID\":\"{new Hex(entry.LogId)}\",\"logIndex\":{entry.LogIndex}}}",
                    out var tail)
                && log.Key.Verify(text.AsSpan(0, written + tail), promise.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
