using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Reads bundles (protobuf-specs, <c>sigstore_bundle.proto</c>), and checks the rules of each version.</summary>
internal static class BundleReader
{
    /// <summary>Reads one; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static SigstoreBundle Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonPart.Parse(json, SigstoreBundle.MaximumSize, "bundle");
        var root = JsonPart.Root(document, "bundle");
        var version = Version(root.Text("mediaType"));
        var material = Material(root.Object("verificationMaterial"), version);
        BundleRules.Check(version, material);
        return new SigstoreBundle(version, material, Content(root));
    }

    private static BundleVersion Version(string mediaType) => mediaType switch
    {
        "application/vnd.dev.sigstore.bundle+json;version=0.1" => BundleVersion.V01,
        "application/vnd.dev.sigstore.bundle+json;version=0.2" => BundleVersion.V02,
        "application/vnd.dev.sigstore.bundle+json;version=0.3" or SigstoreBundle.MediaType => BundleVersion.V03,
        _ => throw new SigstoreFormatException($"mediaType \"{mediaType}\" is not that of a Sigstore bundle 0.1, 0.2 or 0.3"),
    };

    private static VerificationMaterial Material(JsonPart material, BundleVersion version)
    {
        var single = material.FindObject("certificate");
        var chain = material.FindObject("x509CertificateChain");
        var key = material.FindObject("publicKey");
        if ((single is null ? 0 : 1) + (chain is null ? 0 : 1) + (key is null ? 0 : 1) != 1)
        {
            throw new SigstoreFormatException("verificationMaterial must have exactly one of certificate, x509CertificateChain and publicKey");
        }

        if (single is not null && version != BundleVersion.V03)
        {
            throw new SigstoreFormatException("verificationMaterial.certificate is of version 0.3; older bundles have an x509CertificateChain");
        }

        if (chain is not null && version == BundleVersion.V03)
        {
            throw new SigstoreFormatException("a bundle 0.3 has its certificate in verificationMaterial.certificate, not in an x509CertificateChain");
        }

        var certificates = single is { } one ? [one.Bytes("rawBytes", BundleLimits.CertificateSize)]
            : chain is { } several ? Certificates(several)
            : [];
        return new VerificationMaterial(
            certificates,
            key is { } held ? held.FindText("hint") ?? string.Empty : null,
            Array.ConvertAll(material.Objects("tlogEntries", BundleLimits.LogEntries), LogEntryReader.Read),
            material.FindObject("timestampVerificationData") is { } times ? Timestamps(times) : []);
    }

    private static ReadOnlyMemory<byte>[] Certificates(JsonPart chain)
    {
        var all = chain.Objects("certificates", BundleLimits.Certificates);
        return all.Length > 0 ? Array.ConvertAll(all, c => c.Bytes("rawBytes", BundleLimits.CertificateSize)) : throw chain.Missing("certificates");
    }

    private static ReadOnlyMemory<byte>[] Timestamps(JsonPart times) =>
        Array.ConvertAll(times.Objects("rfc3161Timestamps", BundleLimits.Timestamps), t => t.Bytes("signedTimestamp", BundleLimits.TimestampSize));

    private static BundleContent Content(JsonPart root)
    {
        var message = root.FindObject("messageSignature");
        var envelope = root.FindObject("dsseEnvelope");
        return (message, envelope) switch
        {
            ({ } m, null) => Message(m),
            (null, { } e) => new DsseContent(Envelope(e)),
            _ => throw new SigstoreFormatException("the bundle must have exactly one of messageSignature and dsseEnvelope"),
        };
    }

    private static MessageSignature Message(JsonPart message)
    {
        var signature = message.Bytes("signature", BundleLimits.SignatureSize);
        if (message.FindObject("messageDigest") is not { } hint)
        {
            return new MessageSignature(DigestAlgorithm: null, default, signature);
        }

        var algorithm = hint.Text("algorithm");
        var digest = hint.Bytes("digest", SHA512.HashSizeInBytes);
        return HashNames.OfProtobuf(algorithm) is { } name && HashNames.Size(name) == digest.Length
            ? new MessageSignature(algorithm, digest, signature)
            : throw new SigstoreFormatException($"messageSignature.messageDigest is not a digest of SHA2_256, SHA2_384 or SHA2_512 (\"{algorithm}\", {digest.Length} bytes)");
    }

    private static DsseEnvelope Envelope(JsonPart part)
    {
        var envelope = DsseJson.Read(part);
        return envelope.Signatures.Count == 1
            ? envelope
            : throw new SigstoreFormatException($"dsseEnvelope.signatures has {envelope.Signatures.Count} signatures; a bundle's envelope has exactly one");
    }
}
