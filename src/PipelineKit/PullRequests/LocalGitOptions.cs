using PipelineKit.Git;

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

    /// <summary>
    /// Whose branches are worked with: a remote of the repository by its name, an address (<c>https:</c>, <c>ssh:</c>, <c>user@host:path</c>) or the absolute path of a repository. Branches are fetched
    /// from it and pushed to it, those of the repository itself stay as they are. Empty for the repository's own branches.
    /// </summary>
    public string Remote { get; init; } = "";

    /// <summary>A password or token for <see cref="Remote"/>, over HTTPS only; empty for what Git finds by itself.</summary>
    public string Token { get; init; } = "";

    /// <summary>A token that is used when <see cref="Remote"/> turns out to be on its server, unless there is a <see cref="Token"/>; null for none.</summary>
    public GitToken? JobToken { get; init; }

    /// <summary>The Git program: a name looked up on PATH, or an absolute path.</summary>
    public string Program { get; init; } = "git";

    /// <summary>How long one Git command may take.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
