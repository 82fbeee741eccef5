using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Entries <c>hashedrekord</c>: 0.0.1 of Rekor v1 for artifacts, 0.0.2 of Rekor v2 for artifacts and (by the hash of their encoding) envelopes.</summary>
internal static class HashedRekordBody
{
    /// <summary>Null when a 0.0.1 entry is about the subject.</summary>
    internal static string? Problem001(JsonPart spec, EntrySubject subject)
    {
        var hash = spec.Object("data").Object("hash");
        var signature = spec.Object("signature");
        return HashProblem(HashNames.OfText(hash.Text("algorithm")), Hex(hash, "value"), subject)
            ?? EntryParts.SignatureProblem(signature.Bytes("content", BundleLimits.SignatureSize), subject)
            ?? EntryParts.PemProblem(signature.Object("publicKey"), "content", subject);
    }

    /// <summary>Null when a 0.0.2 entry is about the subject.</summary>
    internal static string? Problem002(JsonPart spec, EntrySubject subject)
    {
        var record = spec.Object("hashedRekordV002");
        var data = record.Object("data");
        var signature = record.Object("signature");
        return HashProblem(HashNames.OfProtobuf(data.Text("algorithm")), data.Bytes("digest", SHA512.HashSizeInBytes).ToArray(), subject)
            ?? EntryParts.SignatureProblem(signature.Bytes("content", BundleLimits.SignatureSize), subject)
            ?? VerifierProblem(signature.Object("verifier"), subject);
    }

    private static string? VerifierProblem(JsonPart verifier, EntrySubject subject)
    {
        var certificate = verifier.FindObject("x509Certificate");
        var key = verifier.FindObject("publicKey");
        return (certificate, key) switch
        {
            ({ } c, null) => EntryParts.CertificateProblem(c.Bytes("rawBytes", BundleLimits.CertificateSize).Span, subject),
            (null, { } k) => EntryParts.KeyProblem(k.Bytes("rawBytes", BundleLimits.CertificateSize).Span, subject),
            _ => "the entry has not exactly one of a certificate and a key",
        };
    }

    private static string? HashProblem(HashAlgorithmName? algorithm, byte[]? recorded, EntrySubject subject)
    {
        if (algorithm is not { } name || recorded is not { } value)
        {
            return "the entry's hash is not SHA-256, SHA-384 or SHA-512";
        }

        return subject.Hash(name) is not { } hash ? $"the entry has the {name} of the artifact, which cannot be told from its {subject.Artifact.Digest.Algorithm}"
            : !hash.Span.SequenceEqual(value) ? $"the entry is about {Convert.ToHexStringLower(value)}, not {Convert.ToHexStringLower(hash.Span)} ({name})"
            : null;
    }

    private static byte[]? Hex(JsonPart part, string name)
    {
        var text = part.Text(name, maximum: 2 * SHA512.HashSizeInBytes);
        return HexText.IsWhole(text) ? Convert.FromHexString(text) : null;
    }
}
