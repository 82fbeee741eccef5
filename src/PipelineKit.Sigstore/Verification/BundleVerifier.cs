namespace PipelineKit.Sigstore;

/// <summary>
/// Verifies bundles in the order of the Sigstore client specification (docs/client-spec.md, section 4), without any network. Holds what the trusted root gives
/// in ready form, so that one verifier over many bundles is fast; safe to use from several threads.
/// </summary>
public sealed class BundleVerifier
{
    private const int CachedLeaves = 256;

    /// <summary>How far clocks may differ before a time counts as one of the future.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Trust _trust;
    private readonly TimeProvider _time;

    /// <summary>Prepares a verifier.</summary>
    /// <param name="root">Who is believed.</param>
    /// <param name="time">The clock: nothing from the future is believed.</param>
    public BundleVerifier(TrustedRoot root, TimeProvider time)
        : this(root, time, CachedLeaves)
    {
    }

    /// <summary>Prepares a verifier that remembers this many leaf certificates.</summary>
    internal BundleVerifier(TrustedRoot root, TimeProvider time, int cachedLeaves) => (_trust, _time) = (new Trust(root, cachedLeaves), time);

    /// <summary>Verifies; never throws for anything the bundle says.</summary>
    public VerificationResult Verify(SigstoreBundle bundle, Artifact artifact, VerificationPolicy policy)
    {
        var run = new VerificationRun(_trust, _time.GetUtcNow() + Skew, bundle, artifact, policy);
        var refusal = SignerStep.Check(run)
            ?? HintStep.Check(run)
            ?? TimeStep.Check(run)
            ?? CertificateStep.Check(run)
            ?? SctStep.Check(run)
            ?? LogStep.Check(run)
            ?? IdentityStep.Check(run)
            ?? SignatureStep.Check(run)
            ?? StatementStep.Check(run);
        return new VerificationResult(
            refusal?.Outcome ?? VerificationOutcome.Verified,
            refusal?.Reason ?? VerificationReason.None,
            refusal?.Detail,
            run.Trace,
            refusal is null ? run.Signer : null,
            run.Times,
            run.Statement);
    }

    /// <summary>
    /// Verifies a certificate apart from a bundle, as one that has just been issued must hold: path to a believed authority at this time, usage, certificate timestamps.
    /// </summary>
    /// <param name="certificates">DER, the leaf first, without root.</param>
    /// <param name="time">When it must be valid.</param>
    /// <param name="policy">How many certificate timestamps are needed; nothing else of it is looked at.</param>
    internal CertificateVerdict VerifyCertificate(IReadOnlyList<ReadOnlyMemory<byte>> certificates, DateTimeOffset time, VerificationPolicy policy)
    {
        var nothing = new MessageSignature(DigestAlgorithm: null, default, default);
        var bundle = new SigstoreBundle(BundleVersion.V03, new VerificationMaterial(certificates, PublicKeyHint: null, [], []), nothing);
        var run = new VerificationRun(_trust, time, bundle, Artifact.Of(default(ReadOnlyMemory<byte>)), policy);
        run.Times.Add(new ProvenTime(time, "clock"));
        try
        {
            run.Leaf = new LeafCertificate(_trust, certificates);
            var key = run.Leaf.Certificate.Key;
            var refusal = CertificateStep.Check(run) ?? SctStep.Check(run);
            return new CertificateVerdict(refusal, refusal is null ? run.Signer : null, key);
        }
        catch (SigstoreFormatException e)
        {
            return new CertificateVerdict(new Refusal(VerificationReason.CertificateUnsuitable, e.Message), Signer: null, Key: null);
        }
    }
}

/// <summary>What is known of a certificate.</summary>
/// <param name="Refusal">Why it does not hold, or null.</param>
/// <param name="Signer">Who it is of, when it holds.</param>
/// <param name="Key">Its key; null when it cannot be read.</param>
internal sealed record CertificateVerdict(Refusal? Refusal, SignerIdentity? Signer, VerificationKey? Key);
