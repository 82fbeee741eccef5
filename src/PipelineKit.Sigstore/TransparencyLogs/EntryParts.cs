using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>The parts of log entries that must be the bundle's.</summary>
internal static class EntryParts
{
    /// <summary>Null when the <c>{algorithm, value}</c> is that of the envelope's payload.</summary>
    internal static string? PayloadProblem(JsonPart hash, EntrySubject subject)
    {
        if (subject.Content is not DsseContent dsse || HashNames.OfText(hash.Text("algorithm")) is not { } algorithm)
        {
            return "the entry's payloadHash is not SHA-256, SHA-384 or SHA-512 of an envelope's payload";
        }

        var value = Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, dsse.Envelope.Payload.Span));
        return string.Equals(hash.Text("value"), value, StringComparison.Ordinal) ? null : "the entry is about another payload than the bundle's";
    }

    /// <summary>Null when the signature is the bundle's, byte for byte.</summary>
    internal static string? SignatureProblem(ReadOnlyMemory<byte> recorded, EntrySubject subject) =>
        recorded.Span.SequenceEqual(subject.Signature.Span) ? null : "the entry has another signature than the bundle";

    /// <summary>Null when the certificate is the bundle's.</summary>
    internal static string? CertificateProblem(ReadOnlyMemory<byte> der, EntrySubject subject) =>
        subject.Certificate is not { } certificate ? "the entry has a certificate, and the bundle was signed with a key"
        : der.Span.SequenceEqual(certificate.Span) ? null
        : "the entry has another certificate than the bundle";

    /// <summary>Null when the key is the one that signed, and no certificate was there.</summary>
    internal static string? KeyProblem(ReadOnlyMemory<byte> spki, EntrySubject subject) =>
        subject.Certificate is not null ? "the entry has a key, and the bundle a certificate"
        : spki.Span.SequenceEqual(subject.Key.Spki.Span) ? null
        : "the entry has another key than the one the bundle is verified with";

    /// <summary>Null when the PEM text is the bundle's certificate, or the key that signed.</summary>
    internal static string? PemProblem(ReadOnlyMemory<byte> pem, EntrySubject subject)
    {
        var text = Encoding.UTF8.GetString(pem.Span);
        if (!PemEncoding.TryFind(text, out var fields))
        {
            return "the entry's certificate or key is not PEM";
        }

        var der = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(text.AsSpan()[fields.Base64Data], der, out var written) || written != der.Length)
        {
            return "the entry's certificate or key is not PEM";
        }

        return text.AsSpan()[fields.Label] switch
        {
            "CERTIFICATE" => CertificateProblem(der, subject),
            "PUBLIC KEY" => KeyProblem(der, subject),
            _ => "the entry's PEM is neither a certificate nor a public key",
        };
    }
}
