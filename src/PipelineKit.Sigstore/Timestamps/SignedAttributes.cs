using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>What the signed attributes of a timestamp must say (RFC 5652, section 11; RFC 3161, section 2.4.2; RFC 5035).</summary>
internal static class SignedAttributes
{
    /// <summary>Null when they bind this content and this certificate; else what they do not. Throws <see cref="AsnContentException"/> when damaged.</summary>
    internal static string? Problem(TimestampToken token, Certificate leaf)
    {
        var (type, digest) = (false, false);
        bool? certificate = null;
        var attributes = new DerReader(token.Signer.Attributes, AsnEncodingRules.BER).Set();
        while (!attributes.IsAtEnd)
        {
            var attribute = attributes.Sequence();
            var oid = attribute.Oid().Span;
            var values = attribute.Set();
            attribute.End();
            if (oid.SequenceEqual(Oids.ContentType))
            {
                type = !type && values.Oid().Span.SequenceEqual(Oids.TimestampInfo);
            }
            else if (oid.SequenceEqual(Oids.MessageDigest))
            {
                digest = !digest && values.OctetString().Span.SequenceEqual(CryptographicOperations.HashData(token.Signer.DigestHash, token.Info.Span));
            }
            else if (oid.SequenceEqual(Oids.SigningCertificateV2) || oid.SequenceEqual(Oids.SigningCertificate))
            {
                // SigningCertificate(V2) ::= SEQUENCE { certs SEQUENCE OF ESSCertID(v2), ... }: the first is the signer's.
                var first = values.Sequence().Sequence().Sequence();
                certificate = certificate is not false && Names(first, oid.SequenceEqual(Oids.SigningCertificateV2), leaf);
            }
        }

        return !type ? "its signed attributes are not of a timestamp"
            : !digest ? "its content is not the one that was signed"
            : certificate is not true ? "its signed attributes do not name the authority's certificate"
            : null;
    }

    /// <summary>ESSCertIDv2 (RFC 5035, section 4) has a hash algorithm, SHA-256 unless said; ESSCertID (RFC 2634, section 5.4.1) is SHA-1.</summary>
    private static bool Names(DerReader id, bool version2, Certificate leaf)
    {
        if (!version2)
        {
            return id.OctetString().Span.SequenceEqual(Sha1(leaf.Raw.Span));
        }

        HashAlgorithmName? hash = HashAlgorithmName.SHA256;
        if (id.Has(UniversalTagNumber.Sequence))
        {
            hash = HashNames.OfArc(Oids.LastArc(id.Sequence().Oid().Span, Oids.Sha2));
        }

        return hash is { } name && id.OctetString().Span.SequenceEqual(CryptographicOperations.HashData(name, leaf.Raw.Span));
    }

    [SuppressMessage("Security", "CA5350", Justification = "the attribute's format fixes SHA-1; what is trusted is the signature by the authority's own key")]
    private static byte[] Sha1(ReadOnlySpan<byte> data) => SHA1.HashData(data);
}
