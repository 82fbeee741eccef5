namespace PipelineKit.PullRequests;

/// <summary>What became of a proposal.</summary>
public sealed record ProposalResult
{
    /// <summary>The branch, without <c>refs/heads/</c>. Not there when nothing was to be done and it had not been there before.</summary>
    public required string Branch { get; init; }

    /// <summary>The commit that has the changes, 40 or 64 hex digits; null only for no changes to a repository without commits.</summary>
    public required string? Commit { get; init; }

    /// <summary>The commit it was made on; null for a first commit, and when <see cref="IsUnchanged"/>.</summary>
    public string? Parent { get; init; }

    /// <summary>What the commit changes, sorted by path; empty when <see cref="IsUnchanged"/>.</summary>
    public IReadOnlyList<ChangedPath> Changes { get; init; } = [];

    /// <summary>Whether the changes were there already, and nothing was written.</summary>
    public bool IsUnchanged => Changes.Count == 0;

    /// <summary>The pull request; null where the host has none, and when nothing was to be proposed.</summary>
    public PullRequest? PullRequest { get; init; }

    /// <summary>A command line, for a person, that shows the commit.</summary>
    public required string ShowCommand { get; init; }
}

/// <summary>A path and how a commit changes it.</summary>
/// <param name="Path">Relative to the top of the repository, with <c>/</c>.</param>
/// <param name="Kind">How.</param>
public sealed record ChangedPath(string Path, ChangeKind Kind);

/// <summary>How a commit changes a file.</summary>
public enum ChangeKind
{
    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It has other bytes.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,
}
