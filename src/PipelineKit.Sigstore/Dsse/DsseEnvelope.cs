using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>A DSSE envelope (github.com/secure-systems-lab/dsse, v1.0.2).</summary>
/// <param name="PayloadType">What the payload is: <see cref="InTotoPayload"/>.</param>
/// <param name="Payload">The payload's bytes, as they were signed.</param>
/// <param name="Signatures">The signatures; bundles have exactly one.</param>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>The payload type of in-toto statements.</summary>
    public const string InTotoPayload = "application/vnd.in-toto+json";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an envelope's own JSON, as cosign's <c>.att</c> layers have it; at most 16 signatures; throws <see cref="SigstoreFormatException"/>.</summary>
    public static DsseEnvelope Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonPart.Parse(json, SigstoreBundle.MaximumSize, "envelope");
        return DsseJson.Read(JsonPart.Root(document, "envelope"));
    }

    /// <summary>Writes the envelope's own JSON: the same envelope gives the same bytes.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            DsseJson.Write(json, this);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The bytes that are signed.</summary>
    public byte[] SignedBytes() => Pae.Encode(PayloadType, Payload.Span);
}

/// <summary>One signature of an envelope.</summary>
/// <param name="Signature">The signature over <see cref="Pae"/>.</param>
/// <param name="KeyId">A hint, never trusted; null or empty when there is none.</param>
public sealed record DsseSignature(ReadOnlyMemory<byte> Signature, string? KeyId = null);
