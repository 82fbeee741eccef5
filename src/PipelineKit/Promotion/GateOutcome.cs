using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>A gate as it was judged.</summary>
/// <param name="Id"><c>signature</c>, <c>attestation:TYPE</c>, <c>scan</c>, <c>sbom</c>, <c>canary</c>, <c>soak</c>, <c>approvals</c>, <c>freeze</c>, <c>order</c>, <c>rejected</c>, <c>retention</c>.</param>
/// <param name="Result">How.</param>
/// <param name="Reason">An enumerated name such as <c>soak.too-short</c>; empty when it passed.</param>
/// <param name="Observed">What was seen, for people.</param>
/// <param name="Required">What was asked for, for people.</param>
/// <param name="Remedy">What to do; empty when it passed.</param>
public sealed record GateOutcome(string Id, GateResult Result, string Reason, string Observed, string Required, string Remedy)
{
    /// <summary>What was looked at.</summary>
    public IReadOnlyList<GateEvidence> Evidence { get; init; } = [];

    /// <summary>Approvals that counted; empty for gates about something else.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Who wrote the commit, where the gate asks and the host tells.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Whether something was changed after it was signed, or is forged: nobody can answer for that, so a bypass does not help.</summary>
    public bool IsViolation { get; init; }

    internal static GateOutcome Pass(string id, string observed, string required) => new(id, GateResult.Passed, "", observed, required, "");

    internal static GateOutcome Skip(string id, string observed, string required) => new(id, GateResult.Skipped, "", observed, required, "");

    internal static GateOutcome Fail(string id, PromotionReason reason, string observed, string required, string? remedy = null) =>
        new(id, GateResult.Failed, reason.Code, observed, required, remedy ?? reason.Remedy) { IsViolation = reason == PromotionReason.SignatureForged || reason == PromotionReason.AttestationForged };
}

/// <summary>Something a gate looked at.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Place">Where it was: <c>registry/repository@digest</c>, or the path of a file; empty when nobody says.</param>
public sealed record GateEvidence(string Name, Digest Digest, string Place = "");

/// <summary>How a gate was judged.</summary>
public enum GateResult
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold, or it is not known whether it does.</summary>
    Failed,

    /// <summary>It does not apply (a freeze, to a rollback).</summary>
    Skipped,

    /// <summary>It does not hold, and somebody answers for that.</summary>
    Overridden,
}
