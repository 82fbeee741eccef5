namespace PipelineKit.Sigstore;

/// <summary>Client specification, "Certificate": a path that is valid at every proven time, and a leaf that is one for signing code.</summary>
internal static class CertificateStep
{
    /// <summary>Checks path, times and usage; nothing to do when a key signed.</summary>
    internal static Refusal? Check(VerificationRun run) => run.Leaf is { } leaf ? PathOf(run, leaf) ?? Usage(run, leaf) : null;

    private static Refusal? PathOf(VerificationRun run, LeafCertificate leaf)
    {
        const string Name = "certificate-path";
        if (leaf.Paths.Count == 0)
        {
            return run.Failed(Name, VerificationReason.CertificateNotTrusted, Untrusted(run));
        }

        foreach (var time in run.Times)
        {
            if (!leaf.Certificate.IsValidAt(time.Time))
            {
                return run.Failed(
                    Name,
                    VerificationReason.CertificateExpired,
                    $"the certificate is valid from {leaf.Certificate.NotBefore:u} to {leaf.Certificate.NotAfter:u}, and it was used at {time.Time:u} ({time.Source})");
            }

            var path = leaf.Paths.FirstOrDefault(p => p.ProblemAt(time.Time) is null);
            if (path is null)
            {
                return run.Failed(Name, VerificationReason.CertificateExpired, leaf.Paths[0].ProblemAt(time.Time)!);
            }

            run.Path ??= path;
        }

        run.Passed(Name, $"issued by {run.Path!.Chain.Name}, valid at {string.Join(" and ", run.Times.ConvertAll(t => $"{t.Time:u}"))}");
        return null;
    }

    private static Refusal? Usage(VerificationRun run, LeafCertificate leaf)
    {
        const string Name = "certificate-usage";
        var usage = leaf.Certificate.Usage;
        var problem = usage.IsAuthority ? "the certificate is one of a CA, not of a signer"
            : !usage.MaySignData ? "the certificate is not for digital signatures (keyUsage)"
            : !usage.CodeSigning ? "the certificate is not for code signing (extKeyUsage)"
            : usage.HasUnknownCritical ? "the certificate has a critical extension that is not understood"
            : null;
        if (problem is not null)
        {
            return run.Failed(Name, VerificationReason.CertificateUnsuitable, problem);
        }

        try
        {
            run.Signer = leaf.Identity;
            run.Passed(Name, "code signing, one subject alternative name");
            return null;
        }
        catch (SigstoreFormatException e)
        {
            return run.Failed(Name, VerificationReason.CertificateUnsuitable, e.Message);
        }
    }

    private static string Untrusted(VerificationRun run)
    {
        var damaged = run.Trust.Authorities.FirstOrDefault(a => a.Problem is not null);
        return damaged is null
            ? "the certificate does not lead to an authority of the trusted root"
            : $"the certificate does not lead to an authority of the trusted root ({damaged.Name} of the trusted root cannot be used: {damaged.Problem})";
    }
}
