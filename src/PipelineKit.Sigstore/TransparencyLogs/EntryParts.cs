using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

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
    internal static string? CertificateProblem(ReadOnlySpan<byte> der, EntrySubject subject) =>
        subject.Certificate is not { } certificate ? "the entry has a certificate, and the bundle was signed with a key"
        : der.SequenceEqual(certificate.Span) ? null
        : "the entry has another certificate than the bundle";

    /// <summary>Null when the key is the one that signed, and no certificate was there.</summary>
    internal static string? KeyProblem(ReadOnlySpan<byte> spki, EntrySubject subject) =>
        subject.Certificate is not null ? "the entry has a key, and the bundle a certificate"
        : spki.SequenceEqual(subject.Key.Spki.Span) ? null
        : "the entry has another key than the one the bundle is verified with";

    /// <summary>Null when the PEM text (in base64) is the bundle's certificate, or the key that signed.</summary>
    internal static string? PemProblem(JsonPart part, string name, EntrySubject subject)
    {
        var rented = part.Rent(name, BundleLimits.CertificateSize, out var length);
        try
        {
            return PemProblem(rented.AsSpan(0, length), subject);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static string? PemProblem(ReadOnlySpan<byte> pem, EntrySubject subject)
    {
        if (!PemEncoding.TryFindUtf8(pem, out var fields))
        {
            return "the entry's certificate or key is not PEM";
        }

        var rented = ArrayPool<byte>.Shared.Rent(fields.DecodedDataLength);
        try
        {
            var der = rented.AsSpan(0, fields.DecodedDataLength);
            return Base64.DecodeFromUtf8(pem[fields.Base64Data], der, out _, out var written) != OperationStatus.Done || written != der.Length
                    ? "the entry's certificate or key is not PEM"
                : pem[fields.Label].SequenceEqual("CERTIFICATE"u8) ? CertificateProblem(der, subject)
                : pem[fields.Label].SequenceEqual("PUBLIC KEY"u8) ? KeyProblem(der, subject)
                : "the entry's PEM is neither a certificate nor a public key";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
