namespace PipelineKit.Sigstore;

/// <summary>
/// Verifies bundles in the order of the Sigstore client specification (docs/client-spec.md, section 4), without any network. Holds what the trusted root gives
/// in ready form, so that one verifier over many bundles is fast; safe to use from several threads.
/// </summary>
public sealed class BundleVerifier
{
    private readonly TrustedRoot _root;

    /// <summary>Prepares a verifier.</summary>
    /// <param name="root">Who is believed.</param>
    /// <param name="time">The clock: nothing from the future is believed.</param>
    public BundleVerifier(TrustedRoot root, TimeProvider time)
    {
        _root = root;
        _ = time;
    }

    /// <summary>Verifies; never throws for anything the bundle says.</summary>
    public VerificationResult Verify(SigstoreBundle bundle, Artifact artifact, VerificationPolicy policy) => throw new NotImplementedException(_root.ToString());
}
