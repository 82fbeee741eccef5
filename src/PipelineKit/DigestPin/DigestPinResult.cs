using PipelineKit.Failures;

namespace PipelineKit.DigestPin;

/// <summary>A file this run changes.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Before">Its bytes.</param>
/// <param name="After">Its bytes with the edits.</param>
/// <param name="Edits">The edits, in order.</param>
internal sealed record FileChange(string Path, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After, IReadOnlyList<SiteEdit> Edits);

/// <summary>What digest-pin found and did.</summary>
internal sealed record DigestPinResult
{
    /// <summary>The options of the run.</summary>
    public required DigestPinOptions Options { get; init; }

    /// <summary>How many files were read.</summary>
    public required int FilesRead { get; init; }

    /// <summary>Every reference, in file order.</summary>
    public required IReadOnlyList<Decision> Decisions { get; init; }

    /// <summary>Every finding, in file order.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Every changed file.</summary>
    public required IReadOnlyList<FileChange> Changes { get; init; }

    /// <summary>Whether the lock changes.</summary>
    public required bool LockChanged { get; init; }

    /// <summary>Files that could not be searched.</summary>
    public required IReadOnlyList<Failure> Problems { get; init; }

    /// <summary>Workflow files left to GitHub's actions.lock.</summary>
    public required IReadOnlyList<string> ManagedFiles { get; init; }

    /// <summary>The change as a unified diff.</summary>
    public required string Diff { get; init; }

    /// <summary>References that have a digest or commit after the run.</summary>
    public int PinnedCount => Decisions.Count(d => d.PinAfter is not null);

    /// <summary>References whose digest this run changes in the lock alone.</summary>
    public int LockOnlyCount => Decisions.Count(IsLockOnlyChange);

    /// <summary>Whether a decision changes the lock and no file.</summary>
    public static bool IsLockOnlyChange(Decision decision) =>
        decision.Reference.Site.IsLockOnly && decision.Status is ReferenceStatus.NewlyPinned or ReferenceStatus.Updated or ReferenceStatus.Restored;

    /// <summary>References that have none and were not left alone on purpose.</summary>
    public int UnpinnedCount => Decisions.Count(d => d.PinAfter is null && d.Status is ReferenceStatus.Unpinned or ReferenceStatus.NotPinnable);
}
