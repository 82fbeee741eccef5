namespace PipelineKit.Sigstore;

/// <summary>Why a bundle is not verified, or cannot be judged: the closed list. Names are part of results and stay.</summary>
public enum VerificationReason
{
    /// <summary>Verified.</summary>
    None,

    /// <summary>The bundle is not of its format, breaks a rule of its version or a limit.</summary>
    MalformedBundle,

    /// <summary>The trusted root cannot be read, or has nothing for this check.</summary>
    MalformedTrustedRoot,

    /// <summary>No timestamp and no promise of a believed source says when it was signed.</summary>
    NoTrustedTime,

    /// <summary>A timestamp is damaged, of another signature, or of an authority that is not believed.</summary>
    TimestampInvalid,

    /// <summary>The certificate does not lead to a believed authority that was valid at the time of signing.</summary>
    CertificateNotTrusted,

    /// <summary>The certificate, or one above it, was not valid at the time of signing.</summary>
    CertificateExpired,

    /// <summary>The certificate is not one for signing code: key usage, extended key usage, CA flag, subject alternative names.</summary>
    CertificateUnsuitable,

    /// <summary>No certificate timestamp (SCT) of a believed log.</summary>
    SctMissing,

    /// <summary>A certificate timestamp does not verify.</summary>
    SctInvalid,

    /// <summary>No entry of a believed transparency log.</summary>
    LogEntryMissing,

    /// <summary>The promise of inclusion does not verify.</summary>
    SignedEntryTimestampInvalid,

    /// <summary>The checkpoint does not parse, is of another log, or is not signed by the log.</summary>
    CheckpointInvalid,

    /// <summary>The path does not lead to the checkpoint's root.</summary>
    InclusionProofInvalid,

    /// <summary>The log's entry is about another artifact, signature or key, or of a kind that is not known.</summary>
    LogEntryMismatch,

    /// <summary>A key was used at a time it was not valid for.</summary>
    KeyNotValidAtTime,

    /// <summary>The signature does not verify, or is by another key.</summary>
    SignatureInvalid,

    /// <summary>It is about another artifact: the digest differs, or no subject has it.</summary>
    ArtifactMismatch,

    /// <summary>The payload is not an in-toto statement that can be read.</summary>
    StatementInvalid,

    /// <summary>The statement has another predicate type than was asked for.</summary>
    PredicateTypeMismatch,

    /// <summary>Signed by somebody else than the policy allows.</summary>
    IdentityMismatch,

    /// <summary>A key is needed to judge this bundle, and none was given; or the bundle has a certificate and a key was asked for.</summary>
    KeyRequired,

    /// <summary>There is no signature or attestation at all: the listing is complete, and empty.</summary>
    NothingSigned,

    /// <summary>What is signed could not be listed or fetched (throttled, refused, unreachable): nothing is known.</summary>
    EvidenceUnavailable,

    /// <summary>It cannot be verified from the digest alone (an Ed25519 signature over bytes): give the artifact.</summary>
    ArtifactBytesNeeded,
}
