namespace PipelineKit.Sigstore;

/// <summary>Entries <c>intoto</c> 0.0.2 of Rekor v1; 0.0.1 does not record the signature, and so proves nothing about a bundle.</summary>
internal static class InTotoBody
{
    /// <summary>Null when the entry is about the subject.</summary>
    internal static string? Problem002(JsonPart spec, DsseEnvelope envelope, EntrySubject subject)
    {
        var content = spec.Object("content");
        var recorded = content.Object("envelope");
        if (!string.Equals(recorded.Text("payloadType"), envelope.PayloadType, StringComparison.Ordinal))
        {
            return "the entry has another payload type than the bundle";
        }

        var signatures = recorded.Objects("signatures", maximum: 16);
        if (signatures is not [var signature])
        {
            return $"the entry has {signatures.Length} signatures, and the bundle one";
        }

        var twice = Base64Text.Decode(signature.Bytes("sig", 2 * BundleLimits.SignatureSize).Span);
        return EntryParts.PayloadProblem(content.Object("payloadHash"), subject)
            ?? (twice is null ? "the entry's signature is not base64 in base64" : EntryParts.SignatureProblem(twice, subject))
            ?? EntryParts.PemProblem(signature, "publicKey", subject);
    }
}
