using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Tests.Signatures;

/// <summary>Bundles with everything a bundle can have. Nobody verifies them here: their signatures are any bytes.</summary>
internal static class SampleBundles
{
    private static readonly byte[] Root = Certificate("root", "root");
    private static readonly byte[] Intermediate = Certificate("intermediate", "root");
    private static readonly byte[] Leaf = Certificate("leaf", "intermediate");

    /// <summary>A self-signed certificate, which does not belong into a bundle.</summary>
    internal static ReadOnlyMemory<byte> RootCertificate => Root;

    /// <summary>What a key signed: nothing but its hint.</summary>
    internal static VerificationMaterial Key(string hint = "a key") => new([], Convert.ToBase64String(Encoding.UTF8.GetBytes(hint)), [], []);

    /// <summary>What Fulcio, Rekor v1 and a timestamp authority add.</summary>
    internal static VerificationMaterial Keyless(bool withChain = false) => new(
        withChain ? [Leaf, Intermediate] : [Leaf],
        PublicKeyHint: null,
        [
            new TransparencyLogEntry(
                123_456_789,
                SHA256.HashData("the log"u8),
                "hashedrekord",
                "0.0.1",
                1_900_000_000,
                (byte[])[1, 2, 3],
                new InclusionProof(5, SHA256.HashData("root"u8), 9, [SHA256.HashData("hash"u8)], "a checkpoint\n"),
                Encoding.UTF8.GetBytes("""{"apiVersion":"0.0.1","kind":"hashedrekord","spec":{}}""")),
        ],
        [(byte[])[0x30, 0x03, 0x02, 0x01, 0x00]]);

    /// <summary>A statement about an image, in an envelope.</summary>
    internal static SigstoreBundle Statement(Digest subject, VerificationMaterial material, string predicateType = "https://example.com/note", string note = "", string signature = "signature")
    {
        var statement = $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"{{{subject.Hex}}}"}}],"predicateType":"{{{predicateType}}}","predicate":{"note":"{{{note}}}"}}""";
        var envelope = new DsseEnvelope(DsseEnvelope.InTotoPayload, Encoding.UTF8.GetBytes(statement), [new DsseSignature(Encoding.UTF8.GetBytes(signature + note))]);
        return new SigstoreBundle(BundleVersion.V03, material, new DsseContent(envelope));
    }

    /// <summary>A signature over bytes.</summary>
    internal static SigstoreBundle Message(ReadOnlyMemory<byte> content, VerificationMaterial material, string signature = "signature") =>
        new(BundleVersion.V03, material, new MessageSignature("SHA2_256", SHA256.HashData(content.Span), Encoding.UTF8.GetBytes(signature)));

    private static byte[] Certificate(string subject, string issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(new X500DistinguishedName($"CN={issuer}"), X509SignatureGenerator.CreateForECDsa(key), new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero), [1]);
        return certificate.RawData;
    }
}
