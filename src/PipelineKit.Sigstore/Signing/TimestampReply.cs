using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>Whether a timestamp response is the answer to a query (RFC 3161, section 2.2: status, imprint, nonce). Who signed it is for the verifier.</summary>
internal static class TimestampReply
{
    /// <summary>True; throws <see cref="SigstoreFormatException"/> when it is no answer to that query.</summary>
    internal static bool Check(ReadOnlyMemory<byte> response, ReadOnlySpan<byte> imprint, ReadOnlySpan<byte> nonce)
    {
        try
        {
            var reader = new DerReader(response, AsnEncodingRules.BER).Sequence();
            var status = reader.Sequence().SmallInteger();
            if (status is not (0 or 1))
            {
                throw new SigstoreFormatException($"the timestamp was not granted (status {status})");
            }

            var info = Info(reader);
            info.SmallInteger();
            info.Oid();
            var message = info.Sequence();
            message.Sequence();
            if (!message.OctetString().Span.SequenceEqual(imprint))
            {
                throw new SigstoreFormatException("the timestamp is of other data than was asked for");
            }

            info.Integer();
            info.Time();
            return Nonce(info).Span.SequenceEqual(nonce) ? true : throw new SigstoreFormatException("the timestamp's nonce is not the one that was sent: it answers another query");
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException($"the timestamp response is damaged: {e.Message}", e);
        }
    }

    /// <summary>Enters the TSTInfo: TimeStampResp, ContentInfo, SignedData, EncapsulatedContentInfo.</summary>
    private static DerReader Info(DerReader response)
    {
        var content = response.Sequence();
        content.Oid();
        var signed = content.InContext(0).Sequence();
        signed.SmallInteger();
        signed.Set();
        var encapsulated = signed.Sequence();
        encapsulated.Oid();
        return new DerReader(encapsulated.InContext(0).OctetString(), AsnEncodingRules.BER).Sequence();
    }

    /// <summary>The nonce, behind the optional accuracy and ordering; empty when there is none.</summary>
    private static ReadOnlyMemory<byte> Nonce(DerReader info)
    {
        while (!info.IsAtEnd)
        {
            if (info.Has(UniversalTagNumber.Integer))
            {
                return info.Integer();
            }

            info.Whole();
        }

        return default;
    }
}
