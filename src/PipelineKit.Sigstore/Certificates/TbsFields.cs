using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>The fields of a TBSCertificate (RFC 5280, section 4.1.2).</summary>
internal readonly record struct TbsFields(
    ReadOnlyMemory<byte> Serial,
    ReadOnlyMemory<byte> Algorithm,
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte> Subject,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    ReadOnlyMemory<byte> Spki,
    IReadOnlyList<CertificateExtension> Extensions)
{
    private const int MaximumExtensions = 64;

    /// <summary>Reads them; throws <see cref="AsnContentException"/> or <see cref="SigstoreFormatException"/>.</summary>
    internal static TbsFields Read(ReadOnlyMemory<byte> tbs)
    {
        var reader = new DerReader(tbs).Sequence();
        if (!reader.HasContext(0) || reader.InContext(0).SmallInteger() != 2)
        {
            throw new SigstoreFormatException("the certificate is not of X.509 version 3");
        }

        var serial = reader.Integer();
        var algorithm = reader.Whole();
        var issuer = reader.Whole();
        var validity = reader.Sequence();
        var (notBefore, notAfter) = (validity.Time(), validity.Time());
        validity.End();
        var subject = reader.Whole();
        var spki = reader.Whole();
        while (reader.HasContext(1) || reader.HasContext(2))
        {
            _ = reader.Whole();
        }

        List<CertificateExtension> extensions = [];
        if (reader.HasContext(3))
        {
            extensions = ReadExtensions(reader.InContext(3));
        }

        reader.End();
        return new TbsFields(serial, algorithm, issuer, subject, notBefore, notAfter, spki, extensions);
    }

    private static List<CertificateExtension> ReadExtensions(DerReader outer)
    {
        var reader = outer.Sequence();
        outer.End();
        var extensions = new List<CertificateExtension>(20);
        while (!reader.IsAtEnd)
        {
            var item = reader.Sequence();
            var oid = item.Oid();
            var critical = item.Has(UniversalTagNumber.Boolean) && item.Boolean();
            var value = item.OctetString();
            item.End();
            if (extensions.Count == MaximumExtensions)
            {
                throw new SigstoreFormatException($"the certificate has more than {MaximumExtensions} extensions");
            }

            foreach (var earlier in extensions)
            {
                if (earlier.Oid.Span.SequenceEqual(oid.Span))
                {
                    throw new SigstoreFormatException("the certificate has an extension twice");
                }
            }

            extensions.Add(new CertificateExtension(oid, critical, value));
        }

        return extensions;
    }
}

/// <summary>An extension of a certificate.</summary>
/// <param name="Oid">Its identifier's content octets.</param>
/// <param name="Critical">Whether who does not know it must reject the certificate.</param>
/// <param name="Value">What is in its OCTET STRING.</param>
internal readonly record struct CertificateExtension(ReadOnlyMemory<byte> Oid, bool Critical, ReadOnlyMemory<byte> Value);
