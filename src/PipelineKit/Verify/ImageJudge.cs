using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Judges everything that is signed about an image. Does no I/O.</summary>
/// <param name="verifier">Verifies one bundle.</param>
/// <param name="policy">Who may have signed.</param>
/// <param name="required">Type URIs that must each be attested.</param>
internal sealed class ImageJudge(BundleVerifier verifier, VerificationPolicy policy, IReadOnlyList<string> required)
{
    /// <summary>The verdict over what is beside an image.</summary>
    internal ImageVerdict Judge(ImageTarget target, SignatureListing listing) =>
        Decide(target, [
            .. listing.Signatures.Select(s => Judge(s, target.Subject.Digest)),
            .. listing.Unreadable.Select(u => new SignatureVerdict(u.Manifest.Text, "unreadable", PredicateType: null, NotVerified(VerificationReason.MalformedBundle, u.Problem))),
        ]);

    /// <summary>The verdict over bundles in files.</summary>
    internal ImageVerdict Judge(ImageTarget target, IEnumerable<(string Path, SigstoreBundle Bundle)> files) =>
        Decide(target, [.. files.Select(f => new SignatureVerdict(f.Path, "file", TypeOf(f.Bundle), verifier.Verify(f.Bundle, Artifact.Of(target.Subject.Digest), policy)))]);

    private SignatureVerdict Judge(StoredSignature stored, Digest digest) =>
        stored.SimpleSigning is { } payload
            ? new SignatureVerdict(stored.Manifest.Text, "legacy", PredicateTypes.ImageSignature, WithoutKeyHint(stored.Bundle, JudgeOlder(stored.Bundle, payload, digest)))
            : new SignatureVerdict(
                stored.Manifest.Text, stored.Format == SignatureFormats.Legacy ? "legacy" : "bundle", TypeOf(stored.Bundle),
                WithoutKeyHint(stored.Bundle, verifier.Verify(stored.Bundle, Artifact.Of(digest), policy)));

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

    private ImageVerdict Decide(ImageTarget target, IReadOnlyList<SignatureVerdict> signatures)
    {
        var proofs = signatures.Where(s => s.Result.Outcome == VerificationOutcome.Verified).ToList();
        var proved = proofs.Select(p => p.Result.Statement?.PredicateType ?? p.PredicateType).ToHashSet(StringComparer.Ordinal);
        var missing = required.Where(r => !proved.Contains(r)).ToList();
        var status = missing.Count == 0 && proofs.Count > 0 ? ImageStatus.Verified
            : signatures.Any(s => s.IsForged) ? ImageStatus.BadSignature
            : signatures.Any(s => s.Result.Outcome == VerificationOutcome.Undetermined) ? ImageStatus.Undetermined
            : ImageStatus.NotVerified;
        return new ImageVerdict(target, target.Text, status, signatures, missing, Failure: null);
    }

    private static string? TypeOf(SigstoreBundle bundle)
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

    private static VerificationResult NotVerified(VerificationReason reason, string detail) =>
        new(VerificationOutcome.NotVerified, reason, detail, [new ProofStep("read", Passed: false, detail)], Signer: null, [], Statement: null);
}
