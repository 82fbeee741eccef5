using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>The verdict of a gate.</summary>
public enum GateVerdict
{
    /// <summary>May go on.</summary>
    Pass,

    /// <summary>May not.</summary>
    Fail,
}

/// <summary>What was decided, with every reason. Ordered, so that equal cases give equal bytes.</summary>
public sealed record GateDecision
{
    /// <summary>The verdict.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>What stands in the way, is to be looked at, or is worth knowing about the evidence, exceptions and VEX; gravest first.</summary>
    public required IReadOnlyList<GateReason> Reasons { get; init; }

    /// <summary>Every finding and what became of it; gravest action first.</summary>
    public required IReadOnlyList<JudgedFinding> Findings { get; init; }

    /// <summary>Per platform: the evidence and its gaps.</summary>
    public required IReadOnlyList<PlatformDecision> Platforms { get; init; }

    /// <summary>What the comparison says; null without one.</summary>
    public GateComparison? Comparison { get; init; }

    /// <summary>
    /// When a pass should no longer be relied on: the first moment at which an exception, a grace or an age it relies on ends, or a rule begins to apply by time alone; null when nothing ends, and for a fail.
    /// </summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>One reason.</summary>
/// <param name="Code">Enumerated: <c>evidence.missing</c>, <c>evidence.stale</c>, <c>evidence.unbound</c>, <c>evidence.filtered</c>, <c>evidence.partial-coverage</c>, <c>evidence.parse-error</c>, <c>evidence.platform-unscanned</c>,
/// <c>evidence.scan-failed</c>, <c>sbom.missing</c>, <c>sbom.profile</c>, <c>license.denied</c>, <c>exception.expired</c>, ...; the table is in docs/scan-gate.md.</param>
/// <param name="Action">What it does.</param>
/// <param name="Message">What and where, one sentence.</param>
/// <param name="Remedy">What to do; may be empty.</param>
/// <param name="Subject">The document, platform, exception or package it is about; may be empty.</param>
/// <param name="File">A file to annotate, or null.</param>
/// <param name="Line">1-based line there, or null.</param>
public sealed record GateReason(string Code, GateAction Action, string Message, string Remedy = "", string Subject = "", string? File = null, int? Line = null);

/// <summary>A finding and what became of it.</summary>
public sealed record JudgedFinding
{
    /// <summary>The finding.</summary>
    public required UnitedFinding Finding { get; init; }

    /// <summary>What it does to the gate in the end.</summary>
    public required GateAction Action { get; init; }

    /// <summary>The rules that apply, ordered.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The exception that covers it; null for none.</summary>
    public GateException? Exception { get; init; }

    /// <summary>The VEX statement that decided; null for none.</summary>
    public VexStatement? Vex { get; init; }

    /// <summary>Why it does not count although a rule applies, the first that holds of <c>vex</c>, <c>exception</c>, <c>scanner</c> (every document suppresses it, and the policy takes that) and <c>baseline</c>; empty when it counts or no rule applies.</summary>
    public string Excused { get; init; } = "";

    /// <summary>Whether the baseline has it too: <c>new</c>, <c>unchanged</c>; empty without a comparison.</summary>
    public string BaselineState { get; init; } = "";
}

/// <summary>What is known about one platform.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Manifest">Its manifest; null when no image was named.</param>
/// <param name="Documents">The documents that count for it, ordered.</param>
/// <param name="Coverage">Which ecosystems were looked at, with the number of packages where it is said.</param>
public sealed record PlatformDecision(string Platform, Digest? Manifest, IReadOnlyList<string> Documents, IReadOnlyList<CoveredPart> Coverage);

/// <summary>What the comparison says.</summary>
/// <param name="Name">With what.</param>
/// <param name="Added">How many findings are new.</param>
/// <param name="Removed">How many are gone.</param>
/// <param name="Unchanged">How many are in both.</param>
/// <param name="IsLessRisky">Whether nothing grave is added and something is gone: then nothing that was there before blocks.</param>
public sealed record GateComparison(string Name, int Added, int Removed, int Unchanged, bool IsLessRisky);
