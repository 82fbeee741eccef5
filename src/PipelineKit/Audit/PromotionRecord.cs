using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;

namespace PipelineKit.Audit;

/// <summary>What is signed and attached to an image when it comes to an environment: an in-toto statement of our own type, and a SLSA verification summary.</summary>
public sealed record PromotionRecord
{
    /// <summary>The predicate type of our own statement.</summary>
    public const string PredicateType = "https://pipelinekit.dev/attestation/promotion/v1";

    /// <summary>
    /// The line of the ledger it goes with. Neither its number nor its <see cref="LedgerEntry.Record"/> is said: both are only known after it is signed. Its time is that of the
    /// record, and the line's own is never before it.
    /// </summary>
    public required LedgerEntry Entry { get; init; }

    /// <summary>The gates, each with what was seen.</summary>
    public required IReadOnlyList<GateOutcome> Gates { get; init; }

    /// <summary>The line of the intent, and with it all lines before; null when the promotion announced nothing.</summary>
    public LedgerAnchor? Intent { get; init; }

    /// <summary>Approvals that counted.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>How many different people had to approve.</summary>
    public int RequiredApprovals { get; init; }

    /// <summary>Authors of the commit, as far as they are known.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Digests of what the gates looked at, with names, besides those each gate has.</summary>
    public IReadOnlyList<GateEvidence> Evidence { get; init; } = [];

    /// <summary>What was copied with it; null when nothing was walked.</summary>
    public ImageClosure? Closure { get; init; }

    /// <summary>How many of the last good images of the environment can be pulled, of how many.</summary>
    public (int Complete, int Wanted) Retention { get; init; }

    /// <summary>Since when it was in the environment before; null for a build.</summary>
    public DateTimeOffset? FromSince { get; init; }

    /// <summary>How long it had to be there without interruption; null for no time.</summary>
    public TimeSpan? Soak { get; init; }

    /// <summary>Whether the environment was open for changes; null when it has no windows.</summary>
    public bool? WindowOpen { get; init; }

    /// <summary>The record of what was there before; null for none.</summary>
    public Digest? PreviousRecord { get; init; }

    /// <summary>The policy as people find it: a URI or a path.</summary>
    public string PolicyUri { get; init; } = "pipelinekit.yaml";

    /// <summary>The statements to sign: the promotion, and the verification summary. The same record gives the same bytes.</summary>
    public IReadOnlyList<Attestation> ToAttestations() => [new Attestation(PredicateType, PromotionPredicate.Of(this)), new Attestation(PredicateTypes.VerificationSummary, PromotionSummary.Of(this))];
}

/// <summary>A line of a ledger that a record names, and by its chain every line before it.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Line">Its digest.</param>
public sealed record LedgerAnchor(long Sequence, Digest Line);
