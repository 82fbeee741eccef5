namespace PipelineKit.Sigstore;

/// <summary>What a bundle must prove.</summary>
public sealed record VerificationPolicy
{
    /// <summary>Who may have signed with a certificate: one of these must match. Empty when keys are to be used.</summary>
    public IReadOnlyList<IdentityPolicy> Identities { get; init; } = [];

    /// <summary>Keys one of which must have signed. Empty when identities are to be used. With both, either will do.</summary>
    public IReadOnlyList<VerificationKey> Keys { get; init; } = [];

    /// <summary>Predicate types one of which the statement must have; empty for any, and for message signatures.</summary>
    public IReadOnlyList<string> PredicateTypes { get; init; } = [];

    /// <summary>How many different transparency logs must have the entry (certificates; keys too when set). Default 1 for certificates.</summary>
    public int LogEntries { get; init; } = 1;

    /// <summary>How many believed times are needed, of any source. Default 1 for certificates.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many of them must be signed timestamps (RFC 3161) of different authorities. Default 0.</summary>
    public int SignedTimestamps { get; init; }

    /// <summary>How many certificate timestamps are needed. Default 1; GitHub's own instance issues none.</summary>
    public int CertificateTimestamps { get; init; } = 1;

    /// <summary>For keys: whether <see cref="LogEntries"/> and <see cref="Times"/> hold for them too. Default false: a key's signature stands for itself, but what evidence is there must be right.</summary>
    public bool KeysNeedLog { get; init; }
}
