using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>Which key the signature is to be verified with: the leaf certificate's, or one the policy names.</summary>
internal static class SignerStep
{
    private const string Name = "signer";

    /// <summary>Sets the run's subject.</summary>
    internal static Refusal? Check(VerificationRun run) => run.Bundle.Material.Certificates.Count > 0 ? ByCertificate(run) : ByKey(run);

    private static Refusal? ByCertificate(VerificationRun run)
    {
        if (run.Policy.Identities.Count == 0)
        {
            return run.Policy.Keys.Count > 0
                ? run.Failed(Name, VerificationReason.KeyRequired, "the bundle is signed with a certificate, and the policy asks for a signature with a key")
                : run.Failed(Name, VerificationReason.IdentityMismatch, "the policy names neither an identity nor a key, so nobody can satisfy it");
        }

        try
        {
            run.Leaf = run.Trust.Leaves.Get(run.Bundle.Material.Certificates);
            run.Subject = new EntrySubject(run.Bundle.Content, run.Artifact, run.Leaf.Certificate.Raw, run.Leaf.Certificate.Key);
            run.Passed(Name, $"certificate {new Hex(run.Leaf.Certificate.Serial)}");
            return null;
        }
        catch (SigstoreFormatException e)
        {
            return run.Failed(Name, VerificationReason.MalformedBundle, e.Message);
        }
    }

    private static Refusal? ByKey(VerificationRun run)
    {
        if (run.Policy.Keys.Count == 0)
        {
            return run.Failed(Name, VerificationReason.KeyRequired, "the bundle is signed with a key, and none was given to verify it with");
        }

        var hint = run.Bundle.Material.PublicKeyHint;
        var hinted = run.Policy.Keys.FirstOrDefault(k => string.Equals(Convert.ToBase64String(k.Id.Span), hint, StringComparison.Ordinal));
        var key = hinted ?? run.Policy.Keys.FirstOrDefault(k => SignatureStep.IsSigned(Subject(run, k)) is not false);
        if (key is null)
        {
            return run.Failed(Name, VerificationReason.IdentityMismatch, $"the bundle is signed with none of the {run.Policy.Keys.Count} keys that may (it names its key \"{hint}\")");
        }

        run.Subject = Subject(run, key);
        run.Signer = new SignerIdentity(Digest.Parse("sha256:" + Convert.ToHexStringLower(key.Id.Span)), Subject: null, Issuer: null, new Dictionary<int, string>());
        run.Passed(Name, $"key {run.Signer.KeyId}");
        return null;
    }

    private static EntrySubject Subject(VerificationRun run, VerificationKey key) => new(run.Bundle.Content, run.Artifact, Certificate: null, key);
}
