using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PipelineKit.Testing;

/// <summary>Writes timestamp responses (RFC 3161, section 2.4.2; CMS: RFC 5652, section 5).</summary>
internal static class FakeTimestampToken
{
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string TstInfo = "1.2.840.113549.1.9.16.1.4";

    /// <summary>A response without a token.</summary>
    internal static byte[] Rejection() => Encode(w => w.PushSequence(), w => Sequence(w, () => w.WriteInteger(2)));

    /// <summary>A granted response.</summary>
    internal static byte[] Response(FakeTimestampQuery query, X509Certificate2 signer, ECDsa key, DateTimeOffset time)
    {
        var info = Info(query, time);
        return Encode(w => w.PushSequence(), w =>
        {
            Sequence(w, () => w.WriteInteger(0));
            Sequence(w, () =>
            {
                w.WriteObjectIdentifier(SignedData);
                using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    Sequence(w, () => Signed(w, info, query.Certificates, signer, key));
                }
            });
        });
    }

    private static byte[] Info(FakeTimestampQuery query, DateTimeOffset time) => Encode(w => w.PushSequence(), w =>
    {
        w.WriteInteger(1);
        w.WriteObjectIdentifier("1.3.6.1.4.1.57264.2");
        Sequence(w, () =>
        {
            Algorithm(w, Sha256Oid);
            w.WriteOctetString(query.Imprint);
        });
        w.WriteInteger(new BigInteger(RandomNumberGenerator.GetBytes(15), isUnsigned: true));
        w.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        Sequence(w, () => w.WriteInteger(1));
        if (query.Nonce is { } nonce)
        {
            w.WriteInteger(nonce);
        }
    });

    private static void Signed(AsnWriter w, byte[] info, bool certificates, X509Certificate2 signer, ECDsa key)
    {
        w.WriteInteger(3);
        using (w.PushSetOf())
        {
            Algorithm(w, Sha256Oid);
        }

        Sequence(w, () =>
        {
            w.WriteObjectIdentifier(TstInfo);
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                w.WriteOctetString(info);
            }
        });
        if (certificates)
        {
            using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                w.WriteEncodedValue(signer.RawData);
            }
        }

        using (w.PushSetOf())
        {
            Sequence(w, () => Signer(w, info, signer, key));
        }
    }

    private static void Signer(AsnWriter w, byte[] info, X509Certificate2 signer, ECDsa key)
    {
        var attributes = Encode(a => a.PushSetOf(), a =>
        {
            Attribute(a, "1.2.840.113549.1.9.3", () => a.WriteObjectIdentifier(TstInfo));
            Attribute(a, "1.2.840.113549.1.9.4", () => a.WriteOctetString(SHA256.HashData(info)));
            Attribute(a, "1.2.840.113549.1.9.16.2.47", () => Sequence(a, () => Sequence(a, () => Sequence(a, () => a.WriteOctetString(SHA256.HashData(signer.RawData))))));
        });
        w.WriteInteger(1);
        Sequence(w, () =>
        {
            w.WriteEncodedValue(signer.IssuerName.RawData);
            w.WriteInteger(signer.SerialNumberBytes.Span);
        });
        Algorithm(w, Sha256Oid);
        w.WriteEncodedValue([0xa0, .. attributes[1..]]);
        Algorithm(w, "1.2.840.10045.4.3.2");
        w.WriteOctetString(key.SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static void Attribute(AsnWriter w, string type, Action value) => Sequence(w, () =>
    {
        w.WriteObjectIdentifier(type);
        using (w.PushSetOf())
        {
            value();
        }
    });

    private static void Algorithm(AsnWriter w, string oid) => Sequence(w, () => w.WriteObjectIdentifier(oid));

    private static void Sequence(AsnWriter w, Action content)
    {
        using (w.PushSequence())
        {
            content();
        }
    }

    private static byte[] Encode(Func<AsnWriter, AsnWriter.Scope> push, Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (push(writer))
        {
            content(writer);
        }

        return writer.Encode();
    }
}
