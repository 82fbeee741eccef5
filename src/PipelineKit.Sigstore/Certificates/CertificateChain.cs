namespace PipelineKit.Sigstore;

/// <summary>
/// The chain of a believed authority, parsed and checked once: each certificate is signed by the next, and all but a first that is a leaf may issue. Times
/// are checked for each use.
/// </summary>
internal sealed class CertificateChain
{
    private CertificateChain(TrustedAuthority authority, IReadOnlyList<Certificate> certificates, string? problem) =>
        (Authority, Certificates, Problem) = (authority, certificates, problem);

    /// <summary>The authority as the trusted root has it.</summary>
    internal TrustedAuthority Authority { get; }

    /// <summary>From the one that issues leaves (or from a timestamp authority's leaf) to the anchor.</summary>
    internal IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>Why nothing it issued can be believed, or null.</summary>
    internal string? Problem { get; }

    /// <summary>Prepares the chain; a damaged one is kept with its problem, so that other authorities of the root can still be used.</summary>
    internal static CertificateChain Prepare(TrustedAuthority authority, bool startsWithLeaf)
    {
        try
        {
            var certificates = authority.Chain.Select(Certificate.Parse).ToList();
            return new CertificateChain(authority, certificates, FindProblem(certificates, startsWithLeaf));
        }
        catch (SigstoreFormatException e)
        {
            return new CertificateChain(authority, [], e.Message);
        }
    }

    /// <summary>Whether the authority and everything from this certificate to the anchor are valid at the time; else what is not.</summary>
    internal string? ProblemAt(DateTimeOffset time, int from = 0)
    {
        if (!Authority.ValidFor.Contains(time))
        {
            return $"the trusted root believes {Name} from {Authority.ValidFor.Start:u} to {(Authority.ValidFor.End is { } end ? $"{end:u}" : "now")}, not at {time:u}";
        }

        for (var i = from; i < Certificates.Count; i++)
        {
            if (!Certificates[i].IsValidAt(time))
            {
                return $"certificate {i + 1} of {Name} is valid from {Certificates[i].NotBefore:u} to {Certificates[i].NotAfter:u}, not at {time:u}";
            }
        }

        return null;
    }

    /// <summary>The authority for messages.</summary>
    internal string Name => Authority.Uri.Length > 0 ? Authority.Uri : Authority.Operator ?? "the authority without a name";

    private static string? FindProblem(List<Certificate> certificates, bool startsWithLeaf)
    {
        var first = startsWithLeaf ? 1 : 0;
        for (var i = first; i < certificates.Count; i++)
        {
            _ = certificates[i].Key;
            if (PathRules.IssuerProblem(certificates[i], casBelow: i - first) is { } problem)
            {
                return problem;
            }
        }

        for (var i = 0; i + 1 < certificates.Count; i++)
        {
            if (!certificates[i].IsSignedBy(certificates[i + 1]))
            {
                return $"certificate {i + 1} of the chain is not signed by certificate {i + 2}";
            }
        }

        return null;
    }
}
