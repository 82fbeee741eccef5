using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Reads entries of transparency logs as bundles carry them, and as Rekor v2 answers (protobuf-specs, <c>sigstore_rekor.proto</c>).</summary>
internal static class LogEntryReader
{
    /// <summary>Reads one; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static TransparencyLogEntry Read(JsonPart entry)
    {
        var kind = entry.Object("kindVersion");
        return new TransparencyLogEntry(
            entry.Count("logIndex"),
            entry.Object("logId").Bytes("keyId", SHA512.HashSizeInBytes),
            kind.Text("kind", maximum: 64),
            kind.Text("version", maximum: 64),
            entry.Count("integratedTime"),
            entry.FindObject("inclusionPromise")?.Bytes("signedEntryTimestamp", BundleLimits.SignatureSize),
            entry.FindObject("inclusionProof") is { } proof ? Proof(proof) : null,
            entry.Bytes("canonicalizedBody", BundleLimits.BodySize));
    }

    private static InclusionProof Proof(JsonPart proof) => new(
        proof.Count("logIndex"),
        proof.FindBytes("rootHash", SHA512.HashSizeInBytes) ?? default,
        proof.Count("treeSize"),
        proof.ByteArrays("hashes", BundleLimits.ProofHashes, SHA512.HashSizeInBytes),
        proof.FindObject("checkpoint") is { } checkpoint ? checkpoint.FindText("envelope", BundleLimits.CheckpointSize) ?? string.Empty : string.Empty);
}
