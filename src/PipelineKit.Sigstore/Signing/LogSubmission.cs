using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>What is put into a log: a signature, what it is over, and who made it.</summary>
/// <param name="Signed">The bytes that were signed: an artifact, or the pre-authentication encoding of an envelope.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Key">The key that made it.</param>
/// <param name="Certificate">The key's certificate, or null when the key stands for itself.</param>
/// <param name="Envelope">The envelope, or null for a message signature.</param>
internal sealed record LogSubmission(ReadOnlyMemory<byte> Signed, ReadOnlyMemory<byte> Signature, VerificationKey Key, byte[]? Certificate, DsseEnvelope? Envelope)
{
    /// <summary>The hash that the key signs.</summary>
    internal HashAlgorithmName Hash => KeyDetailsNames.Hash(Key.Details);

    /// <summary>The certificate or key as PEM.</summary>
    internal string VerifierPem => Certificate is { } der ? PemEncoding.WriteString("CERTIFICATE", der) + "\n" : Key.ToPem();

    /// <summary>The hash of the signed bytes, which a log verifies the signature with.</summary>
    internal byte[] Digest() =>
        Key.Details == KeyDetails.Ed25519
            ? throw new SigningException(
                SigningProblem.BadKey,
                "a log cannot verify a pure Ed25519 signature from a hash, which is all it gets of an artifact",
                "sign with an ECDSA or RSA key, or without a log")
            : CryptographicOperations.HashData(Hash, Signed.Span);
}
