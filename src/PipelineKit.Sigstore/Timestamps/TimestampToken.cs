using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>
/// A granted RFC 3161 response with its signature (RFC 5652), as slices of its bytes. Certificates inside it are not read: who may have signed is what the
/// trusted root says, never what the token brings along.
/// </summary>
/// <param name="Time">When the authority says it was.</param>
/// <param name="ImprintHash">The hash of what was stamped.</param>
/// <param name="Imprint">The hash's value.</param>
/// <param name="Nonce">The number of the request, as the octets of its INTEGER; null when there is none.</param>
/// <param name="Info">The signed content, DER <c>TSTInfo</c>.</param>
/// <param name="Signer">Who signed, and how.</param>
internal sealed record TimestampToken(
    DateTimeOffset Time,
    HashAlgorithmName ImprintHash,
    ReadOnlyMemory<byte> Imprint,
    ReadOnlyMemory<byte>? Nonce,
    ReadOnlyMemory<byte> Info,
    CmsSigner Signer)
{
    private const int Granted = 0;
    private const int GrantedWithChanges = 1;

    /// <summary>Reads a <c>TimeStampResp</c>; throws <see cref="SigstoreFormatException"/>, also when the authority refused.</summary>
    internal static TimestampToken Parse(ReadOnlyMemory<byte> response)
    {
        try
        {
            var outer = new DerReader(response, AsnEncodingRules.BER);
            var reader = outer.Sequence();
            outer.End();
            var status = reader.Sequence().SmallInteger();
            if (status is not (Granted or GrantedWithChanges))
            {
                throw new SigstoreFormatException($"the timestamp authority did not grant the timestamp (status {status})");
            }

            var content = reader.Sequence();
            reader.End();
            return content.Oid().Span.SequenceEqual(Oids.SignedData)
                ? Read(content.InContext(0))
                : throw new SigstoreFormatException("the timestamp is not CMS SignedData");
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the timestamp is not an RFC 3161 response", e);
        }
    }

    private static TimestampToken Read(DerReader outer)
    {
        var signed = outer.Sequence();
        outer.End();
        _ = signed.SmallInteger();
        _ = signed.Set();
        var content = signed.Sequence();
        if (!content.Oid().Span.SequenceEqual(Oids.TimestampInfo))
        {
            throw new SigstoreFormatException("the signed content of the timestamp is not TSTInfo");
        }

        var wrapped = content.InContext(0);
        var info = wrapped.OctetString();
        wrapped.End();
        while (signed.HasContext(0) || signed.HasContext(1))
        {
            _ = signed.Whole();
        }

        var signers = signed.Set();
        signed.End();
        var signer = CmsSigner.Read(signers.Sequence());
        return signers.IsAtEnd
            ? ReadInfo(info, signer)
            : throw new SigstoreFormatException("the timestamp has more than one signer");
    }

    private static TimestampToken ReadInfo(ReadOnlyMemory<byte> info, CmsSigner signer)
    {
        var outer = new DerReader(info, AsnEncodingRules.BER);
        var reader = outer.Sequence();
        outer.End();
        if (reader.SmallInteger() != 1)
        {
            throw new SigstoreFormatException("the timestamp is not of version 1");
        }

        _ = reader.Oid();
        var imprint = reader.Sequence();
        var hash = HashNames.OfArc(Oids.LastArc(imprint.Sequence().Oid().Span, Oids.Sha2));
        var value = imprint.OctetString();
        imprint.End();
        _ = reader.Integer();
        var time = reader.Time();
        while (reader.Has(UniversalTagNumber.Sequence) || reader.Has(UniversalTagNumber.Boolean))
        {
            // Accuracy and ordering: neither changes what is believed.
            _ = reader.Whole();
        }

        return new TimestampToken(
            time,
            hash ?? throw new SigstoreFormatException("the timestamp is over another hash than SHA-256, SHA-384 or SHA-512"),
            value,
            reader.Has(UniversalTagNumber.Integer) ? reader.Integer() : default(ReadOnlyMemory<byte>?),
            info,
            signer);
    }
}
