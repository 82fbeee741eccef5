namespace PipelineKit.Sigstore;

/// <summary>Entries <c>dsse</c> 0.0.1 of Rekor v1. The hash of the envelope is over the text that was submitted, which a bundle does not keep; it is not compared.</summary>
internal static class DsseBody
{
    /// <summary>Null when the entry is about the subject.</summary>
    internal static string? Problem001(JsonPart spec, EntrySubject subject)
    {
        var signatures = spec.Objects("signatures", maximum: 16);
        if (signatures is not [var signature])
        {
            return $"the entry has {signatures.Length} signatures, and the bundle one";
        }

        return EntryParts.PayloadProblem(spec.Object("payloadHash"), subject)
            ?? EntryParts.SignatureProblem(signature.Bytes("signature", BundleLimits.SignatureSize), subject)
            ?? EntryParts.PemProblem(signature, "verifier", subject);
    }
}
