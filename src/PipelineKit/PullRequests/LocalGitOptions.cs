namespace PipelineKit.PullRequests;

/// <summary>Which local repository is worked with, and how.</summary>
public sealed record LocalGitOptions
{
    /// <summary>A folder of the repository: the top or below it, or the repository itself when it is bare. Paths of changes are always relative to the top.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Whether a repository that belongs to another user is accepted, where Git itself would ask for <c>safe.directory</c>. For a checkout that the CI system
    /// made as another user than the one in the container; hooks and programs named in its configuration do not run either way.
    /// </summary>
    public bool AcceptsOtherOwner { get; init; }

    /// <summary>The Git program: a name looked up on PATH, or an absolute path.</summary>
    public string Program { get; init; } = "git";

    /// <summary>How long one Git command may take.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
