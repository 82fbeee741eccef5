namespace PipelineKit.Sigstore;

/// <summary>A leaf certificate with what can be proved about it whatever the time: its paths to believed authorities, and its certificate timestamps.</summary>
internal sealed class LeafCertificate
{
    private readonly Trust _trust;
    private SctEvidence? _timestamps;
    private SignerIdentity? _identity;

    /// <summary>Reads the certificates and finds the paths; throws <see cref="SigstoreFormatException"/>.</summary>
    /// <param name="trust">Who is believed.</param>
    /// <param name="certificates">DER, the leaf first.</param>
    internal LeafCertificate(Trust trust, IReadOnlyList<ReadOnlyMemory<byte>> certificates)
    {
        _trust = trust;
        Certificate = Certificate.Parse(certificates[0]);
        IReadOnlyList<Certificate> helpers = certificates.Count == 1 ? [] : [.. certificates.Skip(1).Select(Certificate.Parse)];
        if (IsRoot(Certificate) || helpers.Any(IsRoot))
        {
            throw new SigstoreFormatException("the bundle's chain contains a root certificate; roots come from the trusted root alone");
        }

        Paths = CertificatePath.Find(Certificate, helpers, trust.Authorities);
    }

    /// <summary>The identity that the certificate names, read at first use; throws <see cref="SigstoreFormatException"/>.</summary>
    internal SignerIdentity Identity => _identity ??= FulcioText.Identity(Certificate);

    /// <summary>The certificate.</summary>
    internal Certificate Certificate { get; }

    /// <summary>Its ways to believed authorities.</summary>
    internal IReadOnlyList<CertificatePath> Paths { get; }

    /// <summary>Its certificate timestamps, verified as issued by this issuer; throws <see cref="SigstoreFormatException"/> when one cannot be read.</summary>
    internal SctEvidence Timestamps(Certificate issuer)
    {
        var known = _timestamps;
        if (known is null || !ReferenceEquals(known.Issuer, issuer))
        {
            var verified = CertificateTimestampCheck.Verify(Certificate, issuer, _trust.Root.CertificateLogs, out var problem);
            _timestamps = known = new SctEvidence(issuer, verified, problem);
        }

        return known;
    }

    private static bool IsRoot(Certificate certificate) => certificate.IsSelfIssued && certificate.Usage.IsAuthority;
}

/// <summary>What the certificate timestamps of a leaf prove.</summary>
/// <param name="Issuer">Who issued the leaf.</param>
/// <param name="Verified">Those that verify, each with its log.</param>
/// <param name="Problem">What is wrong with one of them, or null.</param>
internal sealed record SctEvidence(Certificate Issuer, IReadOnlyList<(CertificateTimestamp Timestamp, TrustedLog Log)> Verified, string? Problem)
{
    /// <summary>How many different operators' logs those are.</summary>
    internal int Operators { get; } = Verified.Count < 2 ? Verified.Count : Verified.DistinctBy(v => LogNames.Operator(v.Log), StringComparer.Ordinal).Count();
}
