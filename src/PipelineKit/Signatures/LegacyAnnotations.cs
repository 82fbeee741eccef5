using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>
/// What an older signature is verified with, as annotations of its layer (cosign SIGNATURE_SPEC.md), made from a bundle. They have room for one entry of a log with a promise
/// (Rekor v1) and one timestamp.
/// </summary>
internal static class LegacyAnnotations
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Dictionary<string, string> Of(VerificationMaterial material, string signature)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [SignatureTypes.Signature] = signature };
        if (material.Certificates.Count > 0)
        {
            annotations[SignatureTypes.Certificate] = Pem(material.Certificates[0]);
        }

        if (material.Certificates.Count > 1)
        {
            annotations[SignatureTypes.Chain] = string.Concat(material.Certificates.Skip(1).Select(Pem));
        }

        if (material.LogEntries.FirstOrDefault(e => e.SignedEntryTimestamp is not null) is { } entry)
        {
            annotations[SignatureTypes.LogBundle] = Json(json => WriteEntry(json, entry));
        }

        if (material.Timestamps is [var timestamp, ..])
        {
            annotations[SignatureTypes.Timestamp] = Json(json => json.WriteBase64String("SignedRFC3161Timestamp", timestamp.Span));
        }

        return annotations;
    }

    private static string Pem(ReadOnlyMemory<byte> certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.Span) + "\n";

    private static void WriteEntry(Utf8JsonWriter json, TransparencyLogEntry entry)
    {
        json.WriteBase64String("SignedEntryTimestamp", entry.SignedEntryTimestamp!.Value.Span);
        json.WriteStartObject("Payload");
        json.WriteBase64String("body", entry.CanonicalizedBody.Span);
        json.WriteNumber("integratedTime", entry.IntegratedTime);
        json.WriteNumber("logIndex", entry.LogIndex);
        json.WriteString("logID", Convert.ToHexStringLower(entry.LogId.Span));
        json.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
