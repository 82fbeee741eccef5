namespace PipelineKit.Sigstore;

/// <summary>Checks a certificate that was just issued, before anything is signed with its key.</summary>
internal static class CertificateCheck
{
    /// <summary>
    /// The identity in the leaf, when a believed authority issued it for this key and is believed now, at least one believed log has seen it, and it is about
    /// who the token is about. Throws <see cref="SigningException"/> (<see cref="SigningProblem.Untrusted"/>).
    /// </summary>
    /// <param name="chain">The chain as it came, the leaf first; only the trusted root's certificates are believed.</param>
    /// <param name="key">The key it must be for.</param>
    /// <param name="token">The token it was issued for.</param>
    /// <param name="root">Who is believed.</param>
    /// <param name="now">The time it must be valid at.</param>
    /// <param name="where">The service, for messages.</param>
    internal static SignerIdentity Check(IReadOnlyList<byte[]> chain, VerificationKey key, IdentityToken token, TrustedRoot root, DateTimeOffset now, string where) =>
        Untrusted.Guard(where, () =>
        {
            var leaf = Certificate.Parse(chain[0]);
            if (!leaf.Spki.Span.SequenceEqual(key.Spki.Span))
            {
                throw new SigstoreFormatException("the certificate is for another key than the one that was sent");
            }

            if (Problem(leaf, root, now) is { } problem)
            {
                throw new SigstoreFormatException(problem);
            }

            var identity = FulcioText.Identity(leaf);
            return token.Difference(identity) is { } difference
                ? throw new SigstoreFormatException($"the certificate is about somebody else: {difference}")
                : identity;
        });

    private static string? Problem(Certificate leaf, TrustedRoot root, DateTimeOffset now)
    {
        var authorities = root.CertificateAuthorities.Select(a => CertificateChain.Prepare(a, startsWithLeaf: false)).ToArray();
        var paths = CertificatePath.Find(leaf, [], authorities);
        if (paths.Count == 0)
        {
            return "the certificate does not lead to an authority of the trusted root";
        }

        if (!leaf.IsValidAt(now))
        {
            return $"the certificate is valid from {leaf.NotBefore:u} to {leaf.NotAfter:u}, and the clock of this machine says {now:u}";
        }

        var path = paths.FirstOrDefault(p => p.ProblemAt(now) is null);
        if (path is null)
        {
            return paths[0].ProblemAt(now);
        }

        if (root.CertificateLogs.Count == 0)
        {
            return null;
        }

        var timestamps = CertificateTimestampCheck.Verify(leaf, path.LeafIssuer, root.CertificateLogs, out var problem);
        return timestamps.Count > 0 ? null : problem ?? "the certificate has no timestamp (SCT) of a certificate log of the trusted root";
    }
}
