namespace PipelineKit.Sigstore;

/// <summary>How much of a bundle is read. Counts are those of the other clients; a bundle that needs more is an attack on time or memory.</summary>
internal static class BundleLimits
{
    /// <summary>Certificates in a chain.</summary>
    internal const int Certificates = 10;

    /// <summary>Entries of transparency logs.</summary>
    internal const int LogEntries = 32;

    /// <summary>Signed timestamps.</summary>
    internal const int Timestamps = 32;

    /// <summary>Hashes of an inclusion proof: a tree has at most 2^63 leaves.</summary>
    internal const int ProofHashes = 64;

    /// <summary>Bytes of a certificate.</summary>
    internal const int CertificateSize = 64 << 10;

    /// <summary>Bytes of a signature.</summary>
    internal const int SignatureSize = 16 << 10;

    /// <summary>Bytes of a timestamp response.</summary>
    internal const int TimestampSize = 256 << 10;

    /// <summary>Characters of a checkpoint.</summary>
    internal const int CheckpointSize = 64 << 10;

    /// <summary>Bytes of an envelope's payload.</summary>
    internal const int PayloadSize = 12 << 20;

    /// <summary>Bytes of a log entry's body, which for old entries has the whole payload in it.</summary>
    internal const int BodySize = 12 << 20;
}
