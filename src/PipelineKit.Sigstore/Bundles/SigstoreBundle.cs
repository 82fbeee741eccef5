namespace PipelineKit.Sigstore;

/// <summary>Which version of the bundle format.</summary>
public enum BundleVersion
{
    /// <summary><c>0.1</c>: a certificate chain, and a promise of inclusion.</summary>
    V01,

    /// <summary><c>0.2</c>: an inclusion proof with checkpoint is required.</summary>
    V02,

    /// <summary><c>0.3</c>: the leaf certificate alone. The one that is written.</summary>
    V03,
}

/// <summary>A Sigstore bundle (protobuf-specs, <c>sigstore_bundle.proto</c>): a signature and everything needed to verify it offline.</summary>
/// <param name="Version">The version its media type names.</param>
/// <param name="Material">What it is verified with.</param>
/// <param name="Content">What was signed.</param>
public sealed record SigstoreBundle(BundleVersion Version, VerificationMaterial Material, BundleContent Content)
{
    /// <summary>The media type that is written.</summary>
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /// <summary>The largest bundle that is read: 16 MiB.</summary>
    public const int MaximumSize = 16 << 20;

    /// <summary>Reads a bundle, checking the rules of its version; throws <see cref="SigstoreFormatException"/>.</summary>
    public static SigstoreBundle Parse(ReadOnlyMemory<byte> json) => BundleReader.Read(json);

    /// <summary>
    /// Writes it as v0.3 JSON, with the leaf certificate alone: the same bundle gives the same bytes. Throws <see cref="SigstoreFormatException"/> when it
    /// cannot be one (an entry without inclusion proof and checkpoint).
    /// </summary>
    public byte[] ToJson() => BundleWriter.Write(this);
}

/// <summary>What a bundle is verified with.</summary>
/// <param name="Certificates">DER certificates, the leaf first: one in v0.3, a chain without root before; empty when a key signed.</param>
/// <param name="PublicKeyHint">The hint of the key that signed: base64 of <see cref="VerificationKey.Id"/>; null when a certificate is there.</param>
/// <param name="LogEntries">Entries of transparency logs; may be empty.</param>
/// <param name="Timestamps">RFC 3161 responses (DER <c>TimeStampResp</c>); may be empty.</param>
public sealed record VerificationMaterial(
    IReadOnlyList<ReadOnlyMemory<byte>> Certificates,
    string? PublicKeyHint,
    IReadOnlyList<TransparencyLogEntry> LogEntries,
    IReadOnlyList<ReadOnlyMemory<byte>> Timestamps);

/// <summary>What was signed: <see cref="MessageSignature"/> or <see cref="DsseContent"/>.</summary>
public abstract record BundleContent
{
    /// <summary>The signature's bytes.</summary>
    public abstract ReadOnlyMemory<byte> SignatureBytes { get; }
}

/// <summary>A signature over an artifact's bytes.</summary>
/// <param name="DigestAlgorithm">The hint's algorithm (<c>SHA2_256</c>, <c>SHA2_384</c>, <c>SHA2_512</c>), or null without a hint.</param>
/// <param name="Digest">The hint: the artifact's hash as the signer said; must equal the real one, never stands for it.</param>
/// <param name="Signature">The signature.</param>
public sealed record MessageSignature(string? DigestAlgorithm, ReadOnlyMemory<byte> Digest, ReadOnlyMemory<byte> Signature) : BundleContent
{
    /// <inheritdoc />
    public override ReadOnlyMemory<byte> SignatureBytes => Signature;
}

/// <summary>A signed envelope, with exactly one signature.</summary>
/// <param name="Envelope">The envelope.</param>
public sealed record DsseContent(DsseEnvelope Envelope) : BundleContent
{
    /// <inheritdoc />
    public override ReadOnlyMemory<byte> SignatureBytes => Envelope.Signatures[0].Signature;
}
