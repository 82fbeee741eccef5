namespace PipelineKit.Sigstore;

/// <summary>What a certificate that issues others must satisfy (RFC 5280, section 6.1.4).</summary>
internal static class PathRules
{
    /// <summary>Null when it may issue with this many CA certificates below it; else why not.</summary>
    internal static string? IssuerProblem(Certificate issuer, int casBelow)
    {
        var usage = issuer.Usage;
        return !usage.IsAuthority ? "an issuing certificate is not a CA (basicConstraints)"
            : !usage.MaySignCertificates ? "an issuing certificate may not sign certificates (keyUsage)"
            : usage.PathLength < casBelow ? $"an issuing certificate allows {usage.PathLength} CA certificates below it, and there are {casBelow} (pathLenConstraint)"
            : usage.HasUnknownCritical ? "an issuing certificate has a critical extension that is not understood"
            : null;
    }
}
