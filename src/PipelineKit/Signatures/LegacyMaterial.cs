using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>Brings the annotations of an older signature into the shape of a bundle; throws <see cref="SigstoreFormatException"/> for what they cannot be.</summary>
internal static class LegacyMaterial
{
    private const int MaximumCertificates = 10;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>What the signature is verified with. A signature by a key does not say which: its hint is empty.</summary>
    internal static VerificationMaterial Of(IReadOnlyDictionary<string, string> annotations)
    {
        var certificates = Certificates(annotations);
        return new VerificationMaterial(
            certificates,
            certificates.Count == 0 ? "" : null,
            annotations.GetValueOrDefault(SignatureTypes.LogBundle) is { Length: > 0 } bundle ? [Entry(bundle)] : [],
            annotations.GetValueOrDefault(SignatureTypes.Timestamp) is { Length: > 0 } timestamp ? [Timestamp(timestamp)] : []);
    }

    /// <summary>Standard base64 without anything else in it.</summary>
    internal static byte[] Base64(string text, string place)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return !text.AsSpan().ContainsAny(" \t\r\n") && Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw new SigstoreFormatException($"{place} is not base64");
    }

    private static List<ReadOnlyMemory<byte>> Certificates(IReadOnlyDictionary<string, string> annotations)
    {
        var leaf = Pem(annotations.GetValueOrDefault(SignatureTypes.Certificate) ?? "", SignatureTypes.Certificate);
        var chain = Pem(annotations.GetValueOrDefault(SignatureTypes.Chain) ?? "", SignatureTypes.Chain);
        if (leaf.Count > 1 || (leaf.Count == 0 && chain.Count > 0))
        {
            throw new SigstoreFormatException($"{SignatureTypes.Certificate} should be the one certificate of the signer");
        }

        // A root proves nothing about itself; bundles do not carry it.
        return [.. leaf, .. chain.Where(c => !IsSelfIssued(c))];
    }

    private static List<ReadOnlyMemory<byte>> Pem(string text, string place)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (!rest[fields.Label].SequenceEqual("CERTIFICATE") || found.Count == MaximumCertificates)
            {
                throw new SigstoreFormatException($"{place} has something else than at most {MaximumCertificates} PEM certificates");
            }

            found.Add(Base64(rest[fields.Base64Data].ToString().ReplaceLineEndings(""), place));
            rest = rest[fields.Location.End..];
        }

        return found.Count > 0 || text.Length == 0 ? found : throw new SigstoreFormatException($"{place} has no PEM certificate");
    }

    private static bool IsSelfIssued(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate.Span);
            return read.SubjectName.RawData.AsSpan().SequenceEqual(read.IssuerName.RawData);
        }
        catch (CryptographicException e)
        {
            throw new SigstoreFormatException($"{SignatureTypes.Chain} has something that is no certificate", e);
        }
    }

    private static TransparencyLogEntry Entry(string json) => Read(json, SignatureTypes.LogBundle, root =>
    {
        var payload = root.GetProperty("Payload");
        var body = Base64(payload.GetProperty("body").GetString() ?? "", $"{SignatureTypes.LogBundle} body");
        using var entry = JsonDocument.Parse(body, Strict);
        var index = payload.GetProperty("logIndex").GetInt64();
        return new TransparencyLogEntry(
            index >= 0 ? index : throw new SigstoreFormatException($"{SignatureTypes.LogBundle} has a negative logIndex"),
            Convert.FromHexString(payload.GetProperty("logID").GetString() ?? ""),
            entry.RootElement.GetProperty("kind").GetString() ?? "",
            entry.RootElement.GetProperty("apiVersion").GetString() ?? "",
            payload.GetProperty("integratedTime").GetInt64(),
            Base64(root.GetProperty("SignedEntryTimestamp").GetString() ?? "", $"{SignatureTypes.LogBundle} SignedEntryTimestamp"),
            InclusionProof: null,
            body);
    });

    private static ReadOnlyMemory<byte> Timestamp(string json) =>
        Read(json, SignatureTypes.Timestamp, root => Base64(root.GetProperty("SignedRFC3161Timestamp").GetString() ?? "", SignatureTypes.Timestamp));

    private static T Read<T>(string json, string place, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), Strict);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException || (e is FormatException and not SigstoreFormatException))
        {
            throw new SigstoreFormatException($"{place} is not the JSON it should be", e);
        }
    }
}
