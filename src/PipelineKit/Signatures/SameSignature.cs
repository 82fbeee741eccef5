using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>Whether a second bundle adds nothing to a first.</summary>
internal static class SameSignature
{
    /// <summary>Whether it is the same signature.</summary>
    internal static bool Is(SigstoreBundle one, SigstoreBundle other) =>
        one.Content.SignatureBytes.Span.SequenceEqual(other.Content.SignatureBytes.Span) && IsSameContent(one.Content, other.Content);

    /// <summary>Whether both claim to be of the same content by the same key (or certificate).</summary>
    internal static bool SaysTheSame(SigstoreBundle one, SigstoreBundle other) =>
        IsSameSigner(one.Material, other.Material) && IsSameContent(one.Content, other.Content);

    private static bool IsSameSigner(VerificationMaterial one, VerificationMaterial other) =>
        one.Certificates is [var leaf, ..] && other.Certificates is [var otherLeaf, ..]
            ? leaf.Span.SequenceEqual(otherLeaf.Span)
            : one.PublicKeyHint is { Length: > 0 } hint && hint == other.PublicKeyHint;

    private static bool IsSameContent(BundleContent one, BundleContent other) => (one, other) switch
    {
        (DsseContent a, DsseContent b) => a.Envelope.PayloadType == b.Envelope.PayloadType && a.Envelope.Payload.Span.SequenceEqual(b.Envelope.Payload.Span),
        (MessageSignature a, MessageSignature b) => a.DigestAlgorithm is not null && a.DigestAlgorithm == b.DigestAlgorithm && a.Digest.Span.SequenceEqual(b.Digest.Span),
        _ => false,
    };
}
