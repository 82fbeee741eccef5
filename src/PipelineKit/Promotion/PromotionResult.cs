using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>What a run found and did.</summary>
internal sealed record PromotionResult
{
    /// <summary>What was asked.</summary>
    public required PromotionRequest Request { get; init; }

    /// <summary>What it was about.</summary>
    public required PromotionSubject Subject { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<PromotionStep> Steps { get; init; }

    /// <summary>The gates; empty when the image was there already.</summary>
    public IReadOnlyList<GateOutcome> Gates { get; init; } = [];

    /// <summary>Whether gates say no.</summary>
    public bool IsRefused => Gates.Any(g => g.Result == GateResult.Failed);

    /// <summary>Whether gates were overridden.</summary>
    public bool IsBypassed => Gates.Any(g => g.Result == GateResult.Overridden);

    /// <summary>Whether something was changed (or would be, in a rehearsal).</summary>
    public bool IsChanged => Steps.Any(s => s.State is StepState.Done or StepState.Planned && s.Id is not ("resolve" or "gates" or "retention"));

    /// <summary>The line of the ledger that says the image is there; null when none does.</summary>
    public Digest? Line { get; init; }

    /// <summary>The signed record; null for none.</summary>
    public Digest? Record { get; init; }

    /// <summary>The commit of the ledger branch; null for none.</summary>
    public string? LedgerCommit { get; init; }

    /// <summary>What was put up; null when nothing was.</summary>
    public ProposalResult? Proposal { get; init; }

    /// <summary>What could not be done and does not matter for the promotion, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Seconds from arrival of the bad image to its detection, from there to this run, and of this run; null where not known, or not a rollback.</summary>
    public RollbackTimes? Times { get; init; }
}

/// <summary>How long a rollback took, in seconds.</summary>
/// <param name="Detect">From the arrival of the image that is left until somebody noticed; null when nobody says when.</param>
/// <param name="Decide">From there until this run began; null likewise.</param>
/// <param name="Done">From the beginning of this run until the ledger said so.</param>
internal sealed record RollbackTimes(double? Detect, double? Decide, double Done);
