using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Gets timestamps (RFC 3161, HTTP transport: section 3.4) over signatures, with SHA-256.</summary>
internal sealed class TimestampClient(ServiceClient services, Uri authority)
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const int MaximumAnswer = 64 << 10;
    private const int NonceSize = 16;

    /// <summary>A whole <c>TimeStampResp</c> over these bytes, whose imprint and nonce are the ones that were asked for; its signature is not checked yet.</summary>
    internal async Task<ReadOnlyMemory<byte>> TimestampAsync(ReadOnlyMemory<byte> signature, CancellationToken cancellation)
    {
        var imprint = SHA256.HashData(signature.Span);
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        nonce[0] = (byte)((nonce[0] & 0x7F) | 0x40);
        var request = new ServiceRequest("the timestamp authority", HttpMethod.Post, Address(), Query(imprint, nonce))
        {
            ContentType = "application/timestamp-query",
            Accept = "application/timestamp-reply",
            MaximumAnswer = MaximumAnswer,
        };
        var answer = await services.SendAsync(request, cancellation);
        if (!answer.IsDone)
        {
            throw answer.Refusal(request);
        }

        return Untrusted.Guard(request.Where, () => Answering(answer.Body, imprint, nonce));
    }

    /// <summary>The address as given; the path of Sigstore's own authority is added when there is none.</summary>
    private Uri Address() => authority.AbsolutePath == "/" ? ServiceRequest.At(authority, "/api/v1/timestamp") : authority;

    private static ReadOnlyMemory<byte> Answering(byte[] response, byte[] imprint, byte[] nonce)
    {
        var token = TimestampToken.Parse(response);
        return !token.Imprint.Span.SequenceEqual(imprint) ? throw new SigstoreFormatException("the timestamp is of other data than was sent")
            : token.Nonce is not { } echo || !echo.Span.SequenceEqual(nonce) ? throw new SigstoreFormatException("the timestamp's nonce is not the one that was sent: it answers another query")
            : (ReadOnlyMemory<byte>)response;
    }

    private static byte[] Query(byte[] imprint, byte[] nonce)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Sha256);
                    writer.WriteNull();
                }

                writer.WriteOctetString(imprint);
            }

            writer.WriteInteger(nonce);
            writer.WriteBoolean(value: true);
        }

        return writer.Encode();
    }
}
