using PipelineKit.Evidence;
using PipelineKit.Oci;
using PipelineKit.Signing;

namespace PipelineKit.ScanGate;

/// <summary>What scan-gate decided, and what it wrote.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Case">What the decision was made from.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Digest">The digest of the decision as JSON.</param>
internal sealed record ScanGateResult(ScanGateOptions Options, GateCase Case, GateDecision Decision, Digest Digest)
{
    /// <summary>Bills of materials that were made of layers, relative to the working directory.</summary>
    public IReadOnlyList<string> Boms { get; init; } = [];

    /// <summary>What is in the layers of the image and could not be read, for people.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>What was attested.</summary>
    public IReadOnlyList<SignedItem> Attested { get; init; } = [];

    /// <summary>What stands in the way among the findings.</summary>
    public IReadOnlyList<JudgedFinding> Blocking { get; } = [.. Decision.Findings.Where(f => f.Action >= GateAction.Review && f.Excused.Length == 0)];

    /// <summary>What would stand in the way and does not.</summary>
    public IReadOnlyList<JudgedFinding> Excused { get; } = [.. Decision.Findings.Where(f => f.Excused.Length > 0)];
}
