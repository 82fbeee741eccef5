using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>What a decision was made from, as it tells itself: everything of a case but the contents of files.</summary>
internal sealed record ReplayPlan
{
    /// <summary>The image.</summary>
    public required GateSubject Subject { get; init; }

    /// <summary>The policy.</summary>
    public required GateFile Policy { get; init; }

    /// <summary>The text of a policy that inputs stood for; empty for a file.</summary>
    public required string PolicyText { get; init; }

    /// <summary>The files with exceptions.</summary>
    public required IReadOnlyList<GateFile> Exceptions { get; init; }

    /// <summary>EPSS scores; null for none.</summary>
    public required GateFile? Epss { get; init; }

    /// <summary>Known exploited vulnerabilities; null for none.</summary>
    public required GateFile? Kev { get; init; }

    /// <summary>The evidence.</summary>
    public required IReadOnlyList<ReplayItem> Evidence { get; init; }

    /// <summary>What it was compared with; null for nothing.</summary>
    public required ReplayBaseline? Baseline { get; init; }

    /// <summary>Where the image was to go.</summary>
    public required string Environment { get; init; }

    /// <summary>The moment of the decision.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A document the decision was made from.</summary>
/// <param name="File">The file.</param>
/// <param name="BoundTo">The image it was said to be about; null when only the document said so.</param>
/// <param name="Trust">How it came to be believed.</param>
/// <param name="Invocation">What was known by running the scanner; null for a document that was given.</param>
internal sealed record ReplayItem(GateFile File, Digest? BoundTo, EvidenceTrust Trust, ScanInvocation? Invocation);

/// <summary>What the image was compared with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">Its digest; null when only reports were given.</param>
/// <param name="Evidence">Its evidence.</param>
internal sealed record ReplayBaseline(string Name, Digest? Digest, IReadOnlyList<ReplayItem> Evidence);
