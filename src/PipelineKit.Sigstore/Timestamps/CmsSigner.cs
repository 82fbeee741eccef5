using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A SignerInfo of CMS (RFC 5652, section 5.3).</summary>
/// <param name="Issuer">The name of the signing certificate's issuer, DER; empty when it is named by key id.</param>
/// <param name="Serial">Its serial number.</param>
/// <param name="KeyId">The subject key id that names the signing certificate; empty when it is named by issuer.</param>
/// <param name="DigestHash">The hash of the content.</param>
/// <param name="Attributes">The signed attributes, as their DER SET, which is what the signature is over.</param>
/// <param name="Algorithm">How it is signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed record CmsSigner(
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte> Serial,
    ReadOnlyMemory<byte> KeyId,
    HashAlgorithmName DigestHash,
    ReadOnlyMemory<byte> Attributes,
    SignatureAlgorithm Algorithm,
    ReadOnlyMemory<byte> Signature)
{
    private const byte SetTag = 0x31;

    /// <summary>subjectKeyIdentifier, 2.5.29.14.</summary>
    private static ReadOnlySpan<byte> SubjectKeyId => [0x55, 0x1D, 0x0E];

    /// <summary>Whether it names this certificate as the one that signed.</summary>
    internal bool Names(Certificate certificate)
    {
        if (KeyId.IsEmpty)
        {
            return Issuer.Span.SequenceEqual(certificate.Issuer.Span) && Serial.Span.SequenceEqual(certificate.Serial.Span);
        }

        return certificate.Find(SubjectKeyId) is { } extension && new DerReader(extension.Value).OctetString().Span.SequenceEqual(KeyId.Span);
    }

    /// <summary>Reads one; throws <see cref="AsnContentException"/> or <see cref="SigstoreFormatException"/>.</summary>
    internal static CmsSigner Read(DerReader info)
    {
        _ = info.SmallInteger();
        ReadOnlyMemory<byte> issuer = default, serial = default, keyId = default;
        if (info.HasContext(0))
        {
            keyId = info.Content(new Asn1Tag(TagClass.ContextSpecific, 0));
        }
        else
        {
            var named = info.Sequence();
            (issuer, serial) = (named.Whole(), named.Integer());
        }

        var digestHash = HashNames.OfArc(Oids.LastArc(info.Sequence().Oid().Span, Oids.Sha2))
            ?? throw new SigstoreFormatException("the timestamp is signed with another hash than SHA-256, SHA-384 or SHA-512");
        if (!info.HasContext(0))
        {
            throw new SigstoreFormatException("the timestamp has no signed attributes");
        }

        var attributes = info.Whole().ToArray();
        attributes[0] = SetTag;
        return new CmsSigner(issuer, serial, keyId, digestHash, attributes, AlgorithmOf(info.Sequence().Oid().Span, digestHash), info.OctetString());
    }

    private static SignatureAlgorithm AlgorithmOf(ReadOnlySpan<byte> oid, HashAlgorithmName digestHash) =>
        oid.SequenceEqual(Oids.Rsa) ? new SignatureAlgorithm(SignatureFamily.Rsa, digestHash) : SignatureAlgorithm.Of(oid);
}
