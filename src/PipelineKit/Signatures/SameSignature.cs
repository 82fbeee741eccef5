using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>Whether two bundles say the same, so that a second one adds nothing: the same signature, or the same content signed with the same key.</summary>
internal static class SameSignature
{
    internal static bool Is(SigstoreBundle one, SigstoreBundle other) =>
        one.Content.SignatureBytes.Span.SequenceEqual(other.Content.SignatureBytes.Span) || (IsSameSigner(one.Material, other.Material) && IsSameContent(one.Content, other.Content));

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
