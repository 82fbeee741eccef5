namespace PipelineKit.Sigstore;

/// <summary>A way from a leaf to a believed authority, with every signature on it verified. Times are checked for each use.</summary>
/// <param name="Chain">The authority's chain.</param>
/// <param name="Joint">Index in that chain of the certificate that signed the last of the path's own.</param>
/// <param name="Intermediates">Certificates of the bundle between the leaf and the chain, the leaf's issuer first; usually none.</param>
internal sealed record CertificatePath(CertificateChain Chain, int Joint, IReadOnlyList<Certificate> Intermediates)
{
    /// <summary>Who issued the leaf.</summary>
    internal Certificate LeafIssuer => Intermediates.Count > 0 ? Intermediates[0] : Chain.Certificates[Joint];

    /// <summary>Finds the ways from the leaf, without looking at times; empty when no believed authority leads to it.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="helpers">Certificates of the bundle, not believed by themselves.</param>
    /// <param name="chains">Believed authorities.</param>
    internal static IReadOnlyList<CertificatePath> Find(Certificate leaf, IReadOnlyList<Certificate> helpers, IReadOnlyList<CertificateChain> chains)
    {
        var found = new List<CertificatePath>(1);
        var own = new List<Certificate>();
        for (var last = leaf; last is not null; last = Next(last, helpers, own))
        {
            foreach (var chain in chains)
            {
                if (chain.Problem is null && Join(last, chain, own.Count) is { } joint)
                {
                    found.Add(new CertificatePath(chain, joint, [.. own]));
                }
            }

            if (found.Count > 0)
            {
                return found;
            }
        }

        return found;
    }

    /// <summary>Why the path does not hold at the time, or null.</summary>
    internal string? ProblemAt(DateTimeOffset time)
    {
        foreach (var certificate in Intermediates)
        {
            if (!certificate.IsValidAt(time))
            {
                return $"an intermediate certificate of the bundle is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, not at {time:u}";
            }
        }

        return Chain.ProblemAt(time, Joint);
    }

    private static int? Join(Certificate last, CertificateChain chain, int below)
    {
        for (var i = 0; i < chain.Certificates.Count; i++)
        {
            if (last.IsSignedBy(chain.Certificates[i]) && MayIssue(chain, i, below))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Whether the chain from this certificate on may have this many CA certificates of the bundle below it.</summary>
    private static bool MayIssue(CertificateChain chain, int joint, int below)
    {
        for (var i = joint; i < chain.Certificates.Count; i++)
        {
            if (PathRules.IssuerProblem(chain.Certificates[i], below + i - joint) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The helper that signed the last certificate; it is added to the path's own.</summary>
    private static Certificate? Next(Certificate last, IReadOnlyList<Certificate> helpers, List<Certificate> own)
    {
        foreach (var helper in helpers)
        {
            if (!own.Contains(helper) && PathRules.IssuerProblem(helper, own.Count) is null && last.IsSignedBy(helper))
            {
                own.Add(helper);
                return helper;
            }
        }

        return null;
    }
}
