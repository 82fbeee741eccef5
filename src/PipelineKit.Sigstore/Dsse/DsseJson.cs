using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>The JSON form of envelopes (DSSE, envelope.md).</summary>
internal static class DsseJson
{
    /// <summary>Reads one, with at most 16 signatures; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static DsseEnvelope Read(JsonPart envelope) => new(
        envelope.Text("payloadType"),
        envelope.FindBytes("payload", BundleLimits.PayloadSize) ?? throw envelope.Missing("payload"),
        Array.ConvertAll(
            envelope.Objects("signatures", maximum: 16),
            s => new DsseSignature(s.Bytes("sig", BundleLimits.SignatureSize), s.FindText("keyid"))));

    /// <summary>Writes one.</summary>
    internal static void Write(Utf8JsonWriter json, DsseEnvelope envelope)
    {
        json.WriteStartObject();
        json.WriteBase64String("payload", envelope.Payload.Span);
        json.WriteString("payloadType", envelope.PayloadType);
        json.WriteStartArray("signatures");
        foreach (var signature in envelope.Signatures)
        {
            json.WriteStartObject();
            json.WriteBase64String("sig", signature.Signature.Span);
            if (signature.KeyId is { Length: > 0 } id)
            {
                json.WriteString("keyid", id);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
