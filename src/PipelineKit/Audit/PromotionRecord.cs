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

    /// <summary>The line of the ledger it goes with (without its own <see cref="LedgerEntry.Record"/>).</summary>
    public required LedgerEntry Entry { get; init; }

    /// <summary>The gates, each with what was seen.</summary>
    public required IReadOnlyList<GateOutcome> Gates { get; init; }

    /// <summary>Approvals that counted.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Digests of what the gates looked at, with names.</summary>
    public IReadOnlyList<(string Name, Digest Digest)> Evidence { get; init; } = [];

    /// <summary>What was copied with it; null when nothing was walked.</summary>
    public ImageClosure? Closure { get; init; }

    /// <summary>How many of the last good images of the environment can be pulled, of how many.</summary>
    public (int Complete, int Wanted) Retention { get; init; }

    /// <summary>The statements to sign: the promotion, and the verification summary.</summary>
    public IReadOnlyList<Attestation> ToAttestations() => throw new NotImplementedException();
}
