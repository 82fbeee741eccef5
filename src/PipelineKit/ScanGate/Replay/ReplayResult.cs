using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Where two decisions differ first.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Was">The line in the file; empty at its end.</param>
/// <param name="Is">The line as it is decided now.</param>
internal sealed record ReplayDifference(int Line, string Was, string Is);

/// <summary>How deciding again went.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Case">What was decided from.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Digest">The digest of the decision as it is made now.</param>
/// <param name="Difference">The first difference; null when the bytes are the same, or another moment was asked for.</param>
internal sealed record ReplayResult(ReplayOptions Options, GateCase Case, GateDecision Decision, Digest Digest, ReplayDifference? Difference);
