namespace PipelineKit.PullRequests;

/// <summary>A branch as it was read.</summary>
/// <param name="Branch">Its name, without <c>refs/heads/</c>.</param>
/// <param name="Head">Its commit, 40 or 64 hex digits.</param>
/// <param name="Files">Files by path; those that are not there are not in it.</param>
/// <param name="Listed">Paths below the folders asked for, sorted.</param>
public sealed record BranchSnapshot(string Branch, string Head, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, IReadOnlyList<string> Listed);

/// <summary>One commit with all its files, for a branch that nobody reviews (the ledger).</summary>
public sealed record DirectCommit
{
    /// <summary>The branch, without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>Where it must stand; null to make it, without a history of its own (an orphan).</summary>
    public required string? ExpectedHead { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<FileChange> Files { get; init; }

    /// <summary>Subject of the commit; one line.</summary>
    public required string Title { get; init; }

    /// <summary>Below it; may be empty.</summary>
    public string Body { get; init; } = "";

    /// <summary>Who the commit is by, where the host does not decide that itself.</summary>
    public required CommitAuthor Author { get; init; }
}
