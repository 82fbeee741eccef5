using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>Judges what is signed about an image, in all forms it is kept in. Does no I/O.</summary>
/// <param name="verifier">Verifies one bundle.</param>
/// <param name="policy">Who may have signed.</param>
internal sealed class SignatureJudge(BundleVerifier verifier, VerificationPolicy policy)
{
    /// <summary>Judges what was found beside an image.</summary>
    internal VerificationResult Judge(StoredSignature stored, Digest digest) =>
        WithoutKeyHint(stored.Bundle, stored.SimpleSigning is { } payload ? JudgeOlder(stored.Bundle, payload, digest) : Judge(stored.Bundle, digest));

    /// <summary>Judges a bundle.</summary>
    internal VerificationResult Judge(SigstoreBundle bundle, Digest digest) => verifier.Verify(bundle, Artifact.Of(digest), policy);

    /// <summary>What is said about something that could not be read.</summary>
    internal static VerificationResult NotVerified(VerificationReason reason, string detail) =>
        new(VerificationOutcome.NotVerified, reason, detail, [new ProofStep("read", Passed: false, detail)], Signer: null, [], Statement: null);

    /// <summary>Whether the contents contradict themselves or their evidence, which no honest signer causes.</summary>
    internal static bool IsForged(VerificationResult result) => result is { Outcome: VerificationOutcome.NotVerified, Reason: var reason } && reason switch
    {
        VerificationReason.SignatureInvalid or VerificationReason.LogEntryMismatch or VerificationReason.InclusionProofInvalid or VerificationReason.CheckpointInvalid
            or VerificationReason.SignedEntryTimestampInvalid or VerificationReason.SctInvalid => true,
        _ => false,
    };

    /// <summary>The type a bundle says it attests, proved or not; null when that cannot be read.</summary>
    internal static string? TypeOf(SigstoreBundle bundle)
    {
        if (bundle.Content is not DsseContent { Envelope: { PayloadType: DsseEnvelope.InTotoPayload } envelope })
        {
            return null;
        }

        try
        {
            return InTotoStatement.Parse(envelope.Payload).PredicateType;
        }
        catch (SigstoreFormatException)
        {
            // The verifier tells what is wrong with it.
            return null;
        }
    }

    // What an older signature signs is a text that names the digest: it counts for nothing when it names another.
    private VerificationResult JudgeOlder(SigstoreBundle bundle, ReadOnlyMemory<byte> payload, Digest digest)
    {
        try
        {
            var claims = SimpleSigning.Parse(payload);
            return claims.Image == digest
                ? verifier.Verify(bundle, Artifact.Of(payload), policy)
                : NotVerified(VerificationReason.ArtifactMismatch, $"what is signed names {claims.Image}");
        }
        catch (SigstoreFormatException e)
        {
            return NotVerified(VerificationReason.StatementInvalid, e.Message);
        }
    }

    // The older form does not say which key signed, so one that does not verify may be whole and somebody else's: that is not forgery.
    private static VerificationResult WithoutKeyHint(SigstoreBundle bundle, VerificationResult result) =>
        bundle.Material is { Certificates.Count: 0, PublicKeyHint: null or "" } && result.Reason == VerificationReason.SignatureInvalid
            ? result with { Reason = VerificationReason.IdentityMismatch, Detail = "it does not verify with the key given: it was made with another, or is damaged" }
            : result;
}
