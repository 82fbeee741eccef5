using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PipelineKit.Sigstore.Tests;

/// <summary>A timestamp authority of the tests that stamps whatever it is asked to.</summary>
internal sealed class ForgedTimestamps
{
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";
    private const string InfoOid = "1.2.840.113549.1.9.16.1.4";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    internal ForgedTimestamps(string name = "tsa", string purpose = "1.3.6.1.5.5.7.3.8")
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var root = new CertificateRequest($"CN={name} root", rootKey, HashAlgorithmName.SHA384);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _root = root.CreateSelfSigned(ForgedAuthority.Now.AddYears(-5), ForgedAuthority.Now.AddYears(5));
        var leaf = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new Oid(purpose) }, critical: true));
        Leaf = leaf.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), ForgedAuthority.Now.AddYears(-1), ForgedAuthority.Now.AddYears(1), [9]);
    }

    internal X509Certificate2 Leaf { get; }

    internal TrustedAuthority Trusted(ValidityWindow? window = null) => new(
        "https://tsa.forged.test", [Leaf.RawData, _root.RawData], window ?? new ValidityWindow(ForgedAuthority.Now.AddYears(-1), End: null), Operator: null);

    /// <summary>A response over the data; the parts that a test wants wrong can be given.</summary>
    internal byte[] Stamp(byte[] data, ForgedStamp? stamp = null)
    {
        var wanted = stamp ?? new ForgedStamp();
        var info = Info(data, wanted);
        var named = wanted.Names ?? Leaf;
        var attributes = Attributes(info, wanted, named);
        var signature = (wanted.SignsWith ?? _key).SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return ForgedLeaf.Encode(w => Sequence(w, () =>
        {
            Sequence(w, () => w.WriteInteger(wanted.Status));
            Sequence(w, () =>
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.7.2");
                Tagged(w, () => Sequence(w, () => SignedData(w, info, named, attributes, signature, wanted)));
            });
        }));
    }

    private static void SignedData(AsnWriter w, byte[] info, X509Certificate2 named, byte[] attributes, byte[] signature, ForgedStamp wanted)
    {
        w.WriteInteger(3);
        Set(w, () => Algorithm(w, Sha256Oid));
        Sequence(w, () =>
        {
            w.WriteObjectIdentifier(wanted.ContentType);
            Tagged(w, () => w.WriteOctetString(info));
        });
        foreach (var certificate in wanted.Bag)
        {
            Tagged(w, () => w.WriteEncodedValue(certificate.RawData));
        }

        Set(w, () =>
        {
            for (var i = 0; i < wanted.Signers; i++)
            {
                Sequence(w, () =>
                {
                    w.WriteInteger(1);
                    Sequence(w, () =>
                    {
                        w.WriteEncodedValue(named.IssuerName.RawData);
                        w.WriteInteger(named.SerialNumberBytes.Span);
                    });
                    Algorithm(w, Sha256Oid);
                    byte[] tagged = [0xA0, .. attributes.AsSpan(1)];
                    w.WriteEncodedValue(tagged);
                    Algorithm(w, "1.2.840.10045.4.3.2");
                    w.WriteOctetString(signature);
                });
            }
        });
    }

    private static byte[] Info(byte[] data, ForgedStamp wanted) => ForgedLeaf.Encode(w => Sequence(w, () =>
    {
        w.WriteInteger(1);
        w.WriteObjectIdentifier("1.2.3.4");
        Sequence(w, () =>
        {
            Algorithm(w, wanted.ImprintOid);
            w.WriteOctetString(wanted.Imprint ?? wanted.Hash(data));
        });
        w.WriteInteger(77);
        w.WriteGeneralizedTime(wanted.Time, omitFractionalSeconds: true);
        Sequence(w, () => w.WriteInteger(1));
        w.WriteInteger(4242);
    }));

    private static byte[] Attributes(byte[] info, ForgedStamp wanted, X509Certificate2 named) => ForgedLeaf.Encode(w => Set(w, () =>
    {
        Attribute(w, "1.2.840.113549.1.9.3", () => w.WriteObjectIdentifier(InfoOid));
        Attribute(w, "1.2.840.113549.1.9.4", () => w.WriteOctetString(wanted.MessageDigest ?? SHA256.HashData(info)));
        if (wanted.NamesCertificate)
        {
            Attribute(w, "1.2.840.113549.1.9.16.2.47", () => Sequence(w, () => Sequence(w, () => Sequence(w, () => w.WriteOctetString(SHA256.HashData(named.RawData))))));
        }
    }));

    private static void Attribute(AsnWriter w, string oid, Action value) => Sequence(w, () =>
    {
        w.WriteObjectIdentifier(oid);
        Set(w, value);
    });

    private static void Algorithm(AsnWriter w, string oid) => Sequence(w, () => w.WriteObjectIdentifier(oid));

    private static void Sequence(AsnWriter w, Action content)
    {
        using (w.PushSequence())
        {
            content();
        }
    }

    private static void Set(AsnWriter w, Action content)
    {
        using (w.PushSetOf())
        {
            content();
        }
    }

    private static void Tagged(AsnWriter w, Action content)
    {
        using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            content();
        }
    }
}

/// <summary>What is in a response of the tests.</summary>
internal sealed record ForgedStamp
{
    internal int Status { get; init; }

    internal DateTimeOffset Time { get; init; } = ForgedAuthority.Now;

    internal string ContentType { get; init; } = "1.2.840.113549.1.9.16.1.4";

    internal string ImprintOid { get; init; } = "2.16.840.1.101.3.4.2.1";

    internal Func<byte[], byte[]> Hash { get; init; } = SHA256.HashData;

    internal byte[]? Imprint { get; init; }

    internal byte[]? MessageDigest { get; init; }

    internal bool NamesCertificate { get; init; } = true;

    /// <summary>The certificate that is named as the signer's; the authority's own unless given.</summary>
    internal X509Certificate2? Names { get; init; }

    /// <summary>The key that signs; the authority's own unless given.</summary>
    internal ECDsa? SignsWith { get; init; }

    /// <summary>Certificates that come along.</summary>
    internal IReadOnlyList<X509Certificate2> Bag { get; init; } = [];

    internal int Signers { get; init; } = 1;
}
