using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>An exception from the policy: somebody decided that something does not block, for a time.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is what users and their files call it; nothing throws it.")]
public sealed record GateException
{
    /// <summary>The vulnerability, rule or licence it is about; matched with aliases. <c>*</c> means any, only in imported files, and only together with packages or paths.</summary>
    public required string Id { get; init; }

    /// <summary>Who answers for it; empty only in imported files.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Why; empty only in imported files.</summary>
    public string Reason { get; init; } = "";

    /// <summary>A ticket; may be empty.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>When it was decided; null when not said.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The moment from which it no longer counts; null only in imported files.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Packages it is for: purl patterns; a version may be a range; empty for all.</summary>
    public IReadOnlyList<ExceptionScope> Packages { get; init; } = [];

    /// <summary>Paths it is for, globs; empty for all.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Images it is for: globs of <c>registry/repository</c>, or digests; empty for all.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Environments it is for, globs; empty for all.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Only these kinds; empty for all.</summary>
    public IReadOnlyList<FindingKind> Kinds { get; init; } = [];

    /// <summary>Only with this fix state; null for any (<c>.grype.yaml</c>).</summary>
    public FixState? Fix { get; init; }

    /// <summary>Whether aliases of <see cref="Id"/> are meant too.</summary>
    public bool MatchAliases { get; init; } = true;

    /// <summary>The file it stands in.</summary>
    public required string File { get; init; }

    /// <summary>1-based line there; 0 when not known.</summary>
    public int Line { get; init; }

    /// <summary>Whether it comes from another tool's ignore file.</summary>
    public bool IsImported { get; init; }
}

/// <summary>Packages an exception is for.</summary>
/// <param name="Package">A purl without version, or a name (glob) when the file has no purls.</param>
/// <param name="Versions">The versions; null for all. A version that cannot be compared is not in the range.</param>
/// <param name="Type">Only packages of this purl type; empty for any.</param>
public sealed record ExceptionScope(string Package, VersionRange? Versions, string Type = "");
