using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>An X.509 certificate (RFC 5280, section 4.1), as slices of its DER bytes. Immutable.</summary>
internal sealed class Certificate
{
    private VerificationKey? _key;

    private Certificate(ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> tbs, SignatureAlgorithm algorithm, ReadOnlyMemory<byte> signature, in TbsFields fields)
    {
        (Raw, Tbs, Algorithm, Signature) = (raw, tbs, algorithm, signature);
        (Serial, Issuer, Subject, NotBefore, NotAfter, Spki, Extensions) =
            (fields.Serial, fields.Issuer, fields.Subject, fields.NotBefore, fields.NotAfter, fields.Spki, fields.Extensions);
        Usage = CertificateUsage.Read(Extensions);
    }

    /// <summary>The whole certificate.</summary>
    internal ReadOnlyMemory<byte> Raw { get; }

    /// <summary>What is signed, with its tag and length.</summary>
    internal ReadOnlyMemory<byte> Tbs { get; }

    /// <summary>How it is signed.</summary>
    internal SignatureAlgorithm Algorithm { get; }

    /// <summary>The issuer's signature.</summary>
    internal ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The serial number's octets.</summary>
    internal ReadOnlyMemory<byte> Serial { get; }

    /// <summary>The issuer's name, DER.</summary>
    internal ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>The subject's name, DER.</summary>
    internal ReadOnlyMemory<byte> Subject { get; }

    /// <summary>The first instant it is valid.</summary>
    internal DateTimeOffset NotBefore { get; }

    /// <summary>The last instant it is valid.</summary>
    internal DateTimeOffset NotAfter { get; }

    /// <summary>The key, DER.</summary>
    internal ReadOnlyMemory<byte> Spki { get; }

    /// <summary>The extensions, in order.</summary>
    internal IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <summary>What it may be used for.</summary>
    internal CertificateUsage Usage { get; }

    /// <summary>The key, read at first use; throws <see cref="SigstoreFormatException"/> for one that is not supported.</summary>
    internal VerificationKey Key => _key ??= VerificationKey.Read(Spki, details: null);

    /// <summary>Whether it names itself as its issuer.</summary>
    internal bool IsSelfIssued => Issuer.Span.SequenceEqual(Subject.Span);

    /// <summary>Whether it is valid at the time.</summary>
    internal bool IsValidAt(DateTimeOffset time) => time >= NotBefore && time <= NotAfter;

    /// <summary>Whether the issuer's name and key signed it.</summary>
    internal bool IsSignedBy(Certificate issuer) => Issuer.Span.SequenceEqual(issuer.Subject.Span) && Algorithm.Verify(issuer.Key, Tbs.Span, Signature.Span);

    /// <summary>The extension with this identifier, or null.</summary>
    internal CertificateExtension? Find(ReadOnlySpan<byte> oid)
    {
        foreach (var extension in Extensions)
        {
            if (extension.Oid.Span.SequenceEqual(oid))
            {
                return extension;
            }
        }

        return null;
    }

    /// <summary>Reads DER without copying; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static Certificate Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            var outer = new DerReader(der);
            var reader = outer.Sequence();
            outer.End();
            var tbs = reader.Whole();
            var algorithm = reader.Whole();
            var signature = reader.BitString();
            reader.End();
            var fields = TbsFields.Read(tbs);
            if (!fields.Algorithm.Span.SequenceEqual(algorithm.Span))
            {
                throw new SigstoreFormatException("the certificate names two different signature algorithms");
            }

            return new Certificate(der, tbs, SignatureAlgorithm.Of(new DerReader(algorithm).Sequence().Oid().Span), signature, fields);
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the certificate is not DER X.509", e);
        }
    }
}
