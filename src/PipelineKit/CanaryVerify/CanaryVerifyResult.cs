using PipelineKit.Canary;
using PipelineKit.Oci;
using PipelineKit.Signing;

namespace PipelineKit.CanaryVerify;

/// <summary>How often it was looked, and what went wrong in between.</summary>
/// <param name="Looks">How many looks there were.</param>
/// <param name="Failed">At how many the source could not be asked.</param>
/// <param name="Note">What people should know about how it ended; empty for nothing.</param>
internal sealed record LookCount(int Looks, int Failed, string Note);

/// <summary>What was decided, and what followed.</summary>
internal sealed record CanaryVerifyResult
{
    /// <summary>What was compared.</summary>
    public required CanaryRun Run { get; init; }

    /// <summary>What the verdict is made from.</summary>
    public required VerdictDocument Document { get; init; }

    /// <summary>The verdict.</summary>
    public required CanaryDecision Decision { get; init; }

    /// <summary>The looks.</summary>
    public required LookCount Looks { get; init; }

    /// <summary>The digest of verdict.json, written or not.</summary>
    public required Digest VerdictDigest { get; init; }

    /// <summary>From the first bad step to the verdict; null when nothing failed.</summary>
    public TimeSpan? TimeToDetect { get; init; }

    /// <summary>What was signed.</summary>
    public IReadOnlyList<SignedItem> Attested { get; init; } = [];

    /// <summary>What was done about the verdict.</summary>
    public IReadOnlyList<FollowUp> FollowUps { get; init; } = [];

    /// <summary>The inputs.</summary>
    internal CanaryVerifyOptions Options => Run.Options;
}
