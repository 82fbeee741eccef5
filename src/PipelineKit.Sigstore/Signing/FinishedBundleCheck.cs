namespace PipelineKit.Sigstore;

/// <summary>Verifies each bundle as whoever gets it will, from its written form, before it is given out.</summary>
internal sealed class FinishedBundleCheck
{
    private readonly BundleVerifier _verifier;
    private readonly VerificationPolicy _policy;

    /// <summary>Prepares for one batch.</summary>
    /// <param name="root">Who is believed.</param>
    /// <param name="services">Which witnesses each bundle must have.</param>
    /// <param name="key">The key that signs, or null.</param>
    /// <param name="identity">The identity in the certificate that signs, or null.</param>
    /// <param name="time">The clock.</param>
    internal FinishedBundleCheck(TrustedRoot root, SigningServices services, VerificationKey? key, SignerIdentity? identity, TimeProvider time)
    {
        Identity = identity;
        _verifier = new BundleVerifier(root, time);
        var witnesses = services.Logs.Count + services.TimestampAuthorities.Count;
        _policy = new VerificationPolicy
        {
            Identities = identity is null ? [] : [new IdentityPolicy(TextMatch.Exactly(identity.Subject!), TextMatch.Exactly(identity.Issuer!), new Dictionary<int, TextMatch>())],
            Keys = key is null ? [] : [key],
            KeysNeedLog = witnesses > 0,
            LogEntries = services.Logs.DistinctBy(l => l.Address).Count(),
            Times = witnesses > 0 ? 1 : 0,
            SignedTimestamps = services.TimestampAuthorities.Distinct().Count(),
            CertificateTimestamps = root.CertificateLogs.Count > 0 ? 1 : 0,
        };
    }

    /// <summary>The identity in the certificate that signs, or null.</summary>
    internal SignerIdentity? Identity { get; }

    /// <summary>The bundle as a reader sees it; throws <see cref="SigningException"/> (<see cref="SigningProblem.Untrusted"/>) when it does not verify.</summary>
    internal SigstoreBundle Check(SigstoreBundle made, Artifact artifact)
    {
        var bundle = Untrusted.Guard("one of the services", () => SigstoreBundle.Parse(made.ToJson()));
        var result = _verifier.Verify(bundle, artifact, _policy);
        return result.Outcome == VerificationOutcome.Verified
            ? bundle
            : throw new SigningException(
                SigningProblem.Untrusted,
                $"the new bundle does not verify, and was not given out: {result.Detail} ({result.Reason})",
                "the trusted root must be the one of the services that were used; when it is, one of them misbehaves");
    }
}
