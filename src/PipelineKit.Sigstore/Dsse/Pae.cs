using System.Globalization;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>The pre-authentication encoding of DSSE (protocol.md): what is signed, so that a payload of one type can never pass for another.</summary>
public static class Pae
{
    /// <summary><c>DSSEv1 SP length SP type SP length SP payload</c>, lengths in bytes.</summary>
    public static byte[] Encode(string payloadType, ReadOnlySpan<byte> payload)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} "));
        var all = new byte[head.Length + payload.Length];
        head.CopyTo(all, 0);
        payload.CopyTo(all.AsSpan(head.Length));
        return all;
    }
}
