using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore.Tests;

/// <summary>A whole instance of the tests, without network: makes bundles that are right in everything but what a test wants wrong.</summary>
internal sealed class Forge
{
    internal static readonly byte[] Content = "the artifact\n"u8.ToArray();

    internal ForgedAuthority Authority { get; init; } = new();

    internal ForgedLog CertificateLog { get; init; } = ForgedLog.Ecdsa("ct.forged.test");

    internal ForgedLog Log { get; } = ForgedLog.Ecdsa("rekor.forged.test");

    internal ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal ForgedLeaf Leaf { get; init; } = new();

    internal TrustedRoot Root => new([Log.Trusted()], [CertificateLog.Trusted()], [Authority.Trusted()], []);

    internal static VerificationPolicy Policy { get; } = new() { Identities = [CorpusCase.Who(ForgedLeaf.Subject, ForgedLeaf.Issuer)] };

    internal byte[] Issue() => Authority.Issue(Key, Leaf, CertificateLog);

    internal byte[] Sign(byte[] data) => Key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>A message signature with certificate and entry.</summary>
    internal SigstoreBundle Message(byte[]? certificate = null)
    {
        var leaf = certificate ?? Issue();
        var signature = Sign(Content);
        var body = HashedRekord(SHA256.HashData(Content), signature, leaf);
        return Bundle([leaf], new MessageSignature("SHA2_256", SHA256.HashData(Content), signature), Log.Entry("hashedrekord", "0.0.1", body, ForgedAuthority.Now));
    }

    /// <summary>An envelope with certificate and entry.</summary>
    internal SigstoreBundle Envelope(string payload, string payloadType = DsseEnvelope.InTotoPayload)
    {
        var leaf = Issue();
        var envelope = Signed(payload, payloadType);
        var body = $$$"""{"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256","value":"00"},"payloadHash":{"algorithm":"sha256","value":"{{{Hex(envelope.Payload.ToArray())}}}"},"signatures":[{"signature":"{{{Convert.ToBase64String(envelope.Signatures[0].Signature.Span)}}}","verifier":"{{{Pem(leaf)}}}"}]}}""";
        return Bundle([leaf], new DsseContent(envelope), Log.Entry("dsse", "0.0.1", body, ForgedAuthority.Now));
    }

    /// <summary>An envelope signed with the key alone.</summary>
    internal SigstoreBundle KeyEnvelope(string payload, string payloadType = DsseEnvelope.InTotoPayload) => new(
        BundleVersion.V03, new VerificationMaterial([], string.Empty, [], []), new DsseContent(Signed(payload, payloadType)));

    internal VerificationPolicy KeyPolicy() => new() { Keys = [VerificationKey.FromSpki(Key.ExportSubjectPublicKeyInfo())] };

    internal VerificationResult Verify(SigstoreBundle bundle, VerificationPolicy? policy = null, TrustedRoot? root = null, Artifact? artifact = null) =>
        new BundleVerifier(root ?? Root, new Testing.FakeTimeProvider(ForgedAuthority.Now)).Verify(bundle, artifact ?? Artifact.Of(Content), policy ?? Policy);

    internal static SigstoreBundle Bundle(IReadOnlyList<ReadOnlyMemory<byte>> certificates, BundleContent content, params TransparencyLogEntry[] entries) =>
        new(BundleVersion.V02, new VerificationMaterial(certificates, PublicKeyHint: null, entries, []), content);

    internal static string HashedRekord(byte[] hash, byte[] signature, byte[] certificate) =>
        $$$$$"""{"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256","value":"{{{{{Convert.ToHexStringLower(hash)}}}}}"}},"signature":{"content":"{{{{{Convert.ToBase64String(signature)}}}}}","publicKey":{"content":"{{{{{Pem(certificate)}}}}}"}}}}""";

    internal static string Statement(string subject, string predicateType = "https://forged.test/p") =>
        $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{{{subject}}} }],"predicateType":"{{{predicateType}}}","predicate":{}}""";

    /// <summary>A digest map with the sha256 of the content.</summary>
    internal static string Subject(byte[]? about = null) => $$"""{"sha256":"{{Hex(about ?? Content)}}"}""";

    private static string Hex(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private static string Pem(byte[] certificate) => Convert.ToBase64String(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n"));

    private DsseEnvelope Signed(string payload, string payloadType)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return new DsseEnvelope(payloadType, bytes, [new DsseSignature(Sign(Pae.Encode(payloadType, bytes)))]);
    }
}
