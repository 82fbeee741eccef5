namespace PipelineKit.Sigstore;

/// <summary>A DSSE envelope (github.com/secure-systems-lab/dsse, v1.0.2).</summary>
/// <param name="PayloadType">What the payload is: <see cref="InTotoPayload"/>.</param>
/// <param name="Payload">The payload's bytes, as they were signed.</param>
/// <param name="Signatures">The signatures; bundles have exactly one.</param>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>The payload type of in-toto statements.</summary>
    public const string InTotoPayload = "application/vnd.in-toto+json";

    /// <summary>The bytes that are signed.</summary>
    public byte[] SignedBytes() => Pae.Encode(PayloadType, Payload.Span);
}

/// <summary>One signature of an envelope.</summary>
/// <param name="Signature">The signature over <see cref="Pae"/>.</param>
/// <param name="KeyId">A hint, never trusted; null or empty when there is none.</param>
public sealed record DsseSignature(ReadOnlyMemory<byte> Signature, string? KeyId = null);
