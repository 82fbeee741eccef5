using PipelineKit.Images;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>What is signed about an image already, by the one who is about to sign it again.</summary>
internal sealed class ExistingSignatures
{
    private readonly IReadOnlyList<StoredSignature> _signatures;
    private readonly BundleVerifier _verifier;
    private readonly VerificationPolicy? _policy;

    private ExistingSignatures(IReadOnlyList<StoredSignature> signatures, BundleVerifier verifier, VerificationPolicy? policy)
    {
        (_signatures, _verifier, _policy) = (signatures, verifier, policy);
    }

    /// <summary>Lists what there is about this image. A listing that fails is not "nothing": it throws. Without a policy nothing can be told to be one's own.</summary>
    internal static async Task<ExistingSignatures> ListAsync(SignatureStore store, ImageTarget target, BundleVerifier verifier, VerificationPolicy? policy, CancellationToken cancellation)
    {
        var listing = await store.ListAsync(target.Image.Reference, target.Subject.Digest, cancellation);
        return new ExistingSignatures(listing.Signatures, verifier, policy);
    }

    /// <summary>An equal statement in this form that this run's signer signed and that verifies; null when there is none.</summary>
    internal StoredSignature? Find(SignTask task, SignatureFormats format) =>
        _policy is null ? null : _signatures.FirstOrDefault(s => s.Format == format && (s.SimpleSigning is { } payload ? IsSame(task, s.Bundle, payload) : IsSame(task, s.Bundle)));

    private bool IsSame(SignTask task, SigstoreBundle bundle) =>
        bundle.Content is DsseContent
        && _verifier.Verify(bundle, Artifact.Of(task.Target.Subject.Digest), _policy!) is { Outcome: VerificationOutcome.Verified, Statement: { } statement }
        && SameStatement.Says(statement, task.Statement);

    private bool IsSame(SignTask task, SigstoreBundle bundle, ReadOnlyMemory<byte> payload)
    {
        var claims = SimpleSigning.Parse(payload);
        return task.IsSignature
            && claims.Image == task.Target.Subject.Digest
            && SameStatement.Same(claims.Optional, task.Annotations)
            && _verifier.Verify(bundle, Artifact.Of(payload), _policy!).Outcome == VerificationOutcome.Verified;
    }
}
