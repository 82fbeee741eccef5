namespace PipelineKit.Sigstore;

/// <summary>An entry of a transparency log as a bundle carries it (protobuf-specs, <c>sigstore_rekor.proto</c>).</summary>
/// <param name="LogIndex">The index in the whole log, over all shards; not negative.</param>
/// <param name="LogId">The log's key id: SHA-256 of its key, or the note key id's source for Rekor v2.</param>
/// <param name="Kind"><c>hashedrekord</c>, <c>dsse</c> or <c>intoto</c>.</param>
/// <param name="KindVersion"><c>0.0.1</c>, <c>0.0.2</c>.</param>
/// <param name="IntegratedTime">When the log took it in, in Unix seconds; believed only with a promise; 0 in Rekor v2.</param>
/// <param name="SignedEntryTimestamp">The log's promise of inclusion, or null.</param>
/// <param name="InclusionProof">The proof of inclusion, or null.</param>
/// <param name="CanonicalizedBody">The entry's bytes, which are the leaf of the tree.</param>
public sealed record TransparencyLogEntry(
    long LogIndex,
    ReadOnlyMemory<byte> LogId,
    string Kind,
    string KindVersion,
    long IntegratedTime,
    ReadOnlyMemory<byte>? SignedEntryTimestamp,
    InclusionProof? InclusionProof,
    ReadOnlyMemory<byte> CanonicalizedBody);

/// <summary>That an entry is in a log of a certain size (RFC 6962, section 2.1.1).</summary>
/// <param name="LogIndex">The index in the shard.</param>
/// <param name="RootHash">What the server says the root is; not trusted, the checkpoint's is.</param>
/// <param name="TreeSize">What the server says the size is; not trusted either.</param>
/// <param name="Hashes">The path from leaf to root.</param>
/// <param name="Checkpoint">The signed note (C2SP tlog-checkpoint); empty when there is none, which only v0.1 allows.</param>
public sealed record InclusionProof(
    long LogIndex,
    ReadOnlyMemory<byte> RootHash,
    long TreeSize,
    IReadOnlyList<ReadOnlyMemory<byte>> Hashes,
    string Checkpoint);
