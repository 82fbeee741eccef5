using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>Writes bundles as v0.3 JSON, in the order of the fields of <c>sigstore_bundle.proto</c>.</summary>
internal static class BundleWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one; throws <see cref="SigstoreFormatException"/> when it cannot be a bundle 0.3.</summary>
    internal static byte[] Write(SigstoreBundle bundle)
    {
        var material = bundle.Material;
        BundleRules.Check(BundleVersion.V03, material);
        var buffer = new ArrayBufferWriter<byte>(8 << 10);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("mediaType", SigstoreBundle.MediaType);
            json.WriteStartObject("verificationMaterial");
            WriteSigner(json, material);
            WriteEntries(json, material);
            if (material.Timestamps.Count > 0)
            {
                WriteTimestamps(json, material);
            }

            json.WriteEndObject();
            WriteContent(json, bundle.Content);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSigner(Utf8JsonWriter json, VerificationMaterial material)
    {
        if (material.Certificates.Count > 0)
        {
            json.WriteStartObject("certificate");
            json.WriteBase64String("rawBytes", material.Certificates[0].Span);
        }
        else
        {
            json.WriteStartObject("publicKey");
            json.WriteString("hint", material.PublicKeyHint ?? throw new SigstoreFormatException("a bundle needs a certificate or the hint of a key"));
        }

        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, VerificationMaterial material)
    {
        json.WriteStartArray("tlogEntries");
        foreach (var entry in material.LogEntries)
        {
            json.WriteStartObject();
            WriteNumber(json, "logIndex", entry.LogIndex);
            json.WriteStartObject("logId");
            json.WriteBase64String("keyId", entry.LogId.Span);
            json.WriteEndObject();
            json.WriteStartObject("kindVersion");
            json.WriteString("kind", entry.Kind);
            json.WriteString("version", entry.KindVersion);
            json.WriteEndObject();
            WriteNumber(json, "integratedTime", entry.IntegratedTime);
            if (entry.SignedEntryTimestamp is { } promise)
            {
                json.WriteStartObject("inclusionPromise");
                json.WriteBase64String("signedEntryTimestamp", promise.Span);
                json.WriteEndObject();
            }

            WriteProof(json, entry.InclusionProof!);
            json.WriteBase64String("canonicalizedBody", entry.CanonicalizedBody.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteProof(Utf8JsonWriter json, InclusionProof proof)
    {
        json.WriteStartObject("inclusionProof");
        WriteNumber(json, "logIndex", proof.LogIndex);
        json.WriteBase64String("rootHash", proof.RootHash.Span);
        WriteNumber(json, "treeSize", proof.TreeSize);
        json.WriteStartArray("hashes");
        foreach (var hash in proof.Hashes)
        {
            json.WriteBase64StringValue(hash.Span);
        }

        json.WriteEndArray();
        json.WriteStartObject("checkpoint");
        json.WriteString("envelope", proof.Checkpoint);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTimestamps(Utf8JsonWriter json, VerificationMaterial material)
    {
        json.WriteStartObject("timestampVerificationData");
        json.WriteStartArray("rfc3161Timestamps");
        foreach (var timestamp in material.Timestamps)
        {
            json.WriteStartObject();
            json.WriteBase64String("signedTimestamp", timestamp.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, BundleContent content)
    {
        switch (content)
        {
            case MessageSignature message:
                json.WriteStartObject("messageSignature");
                if (message.DigestAlgorithm is { } algorithm)
                {
                    json.WriteStartObject("messageDigest");
                    json.WriteString("algorithm", algorithm);
                    json.WriteBase64String("digest", message.Digest.Span);
                    json.WriteEndObject();
                }

                json.WriteBase64String("signature", message.Signature.Span);
                json.WriteEndObject();
                break;
            case DsseContent dsse:
                json.WritePropertyName("dsseEnvelope");
                DsseJson.Write(json, dsse.Envelope);
                break;
            default:
                throw new SigstoreFormatException("the bundle has neither a message signature nor an envelope");
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long value) => json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
