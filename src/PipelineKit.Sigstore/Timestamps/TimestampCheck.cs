using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Verifies signed timestamps (RFC 3161) against believed authorities.</summary>
internal static class TimestampCheck
{
    /// <summary>The authority that stamped this signature; throws <see cref="SigstoreFormatException"/> saying why when there is none.</summary>
    /// <param name="token">The timestamp.</param>
    /// <param name="signature">What must have been stamped.</param>
    /// <param name="authorities">Believed authorities, each chain starting with its own certificate.</param>
    internal static CertificateChain Verify(TimestampToken token, ReadOnlySpan<byte> signature, IReadOnlyList<CertificateChain> authorities)
    {
        Span<byte> imprint = stackalloc byte[SHA512.HashSizeInBytes];
        var length = CryptographicOperations.HashData(token.ImprintHash, signature, imprint);
        if (!token.Imprint.Span.SequenceEqual(imprint[..length]))
        {
            throw new SigstoreFormatException("the timestamp is of another signature");
        }

        string? problem = null;
        foreach (var authority in authorities)
        {
            if (authority.Certificates.Count == 0 || !Names(token, authority.Certificates[0]))
            {
                continue;
            }

            problem = Problem(token, authority);
            if (problem is null)
            {
                return authority;
            }
        }

        throw new SigstoreFormatException(problem ?? "the timestamp is by an authority that the trusted root does not have");
    }

    private static string? Problem(TimestampToken token, CertificateChain authority)
    {
        var leaf = authority.Certificates[0];
        try
        {
            return authority.Problem is { } chain ? $"the chain of {authority.Name} cannot be believed: {chain}"
                : !leaf.Usage.TimeStamping ? $"the certificate of {authority.Name} is not for timestamps (extKeyUsage)"
                : leaf.Usage is { KeyUsage: not null, MaySignData: false } ? $"the certificate of {authority.Name} may not sign data (keyUsage)"
                : !token.Signer.Algorithm.Verify(leaf.Key, token.Signer.Attributes.Span, token.Signer.Signature.Span) ? $"the timestamp is not signed by the key of {authority.Name}"
                : SignedAttributes.Problem(token, leaf) is { } attributes ? $"the timestamp of {authority.Name} is damaged: {attributes}"
                : authority.ProblemAt(token.Time);
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the timestamp's signed attributes are not DER", e);
        }
    }

    private static bool Names(TimestampToken token, Certificate leaf)
    {
        try
        {
            return token.Signer.Names(leaf);
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the authority's subject key id is not DER", e);
        }
    }
}
