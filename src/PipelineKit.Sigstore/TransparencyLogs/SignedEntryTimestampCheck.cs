using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>Verifies the promise of inclusion of Rekor v1: a signature over four fields of the entry as canonical JSON (RFC 8785).</summary>
internal static class SignedEntryTimestampCheck
{
    /// <summary>Whether the log's key signed the entry's promise.</summary>
    internal static bool IsSigned(TransparencyLogEntry entry, TrustedLog log)
    {
        if (entry.SignedEntryTimestamp is not { } promise)
        {
            return false;
        }

        var tail = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"\",\"integratedTime\":{entry.IntegratedTime},\"logID\":\"{Convert.ToHexStringLower(entry.LogId.Span)}\",\"logIndex\":{entry.LogIndex}}}"));
        var head = "{\"body\":\""u8;
        var bodyLength = Base64.GetMaxEncodedToUtf8Length(entry.CanonicalizedBody.Length);
        var length = head.Length + bodyLength + tail.Length;
        var text = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            head.CopyTo(text);
            _ = Base64.EncodeToUtf8(entry.CanonicalizedBody.Span, text.AsSpan(head.Length), out _, out var written);
            tail.CopyTo(text.AsSpan(head.Length + written));
            return log.Key.Verify(text.AsSpan(0, head.Length + written + tail.Length), promise.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
