namespace PipelineKit.PullRequests;

/// <summary>Changes, the branch they go to, and what is said about them.</summary>
public sealed record ChangeProposal
{
    /// <summary>The branch that gets the commit, without <c>refs/heads/</c>; made when it is not there.</summary>
    public required string Branch { get; init; }

    /// <summary>The branch to start from and to merge into, without <c>refs/heads/</c>; null for the one the repository stands at.</summary>
    public string? BaseBranch { get; init; }

    /// <summary>The files.</summary>
    public required ChangeSet Changes { get; init; }

    /// <summary>Subject of the commit and title of the pull request; one line.</summary>
    public required string Title { get; init; }

    /// <summary>What is said below the title; Markdown, may be empty.</summary>
    public string Body { get; init; } = "";

    /// <summary>Lines <c>Key: value</c> at the end of the commit message (git-interpret-trailers), in this order.</summary>
    public IReadOnlyList<(string Key, string Value)> Trailers { get; init; } = [];

    /// <summary>Who the commit is by, where the host does not decide that itself.</summary>
    public required CommitAuthor Author { get; init; }

    /// <summary>What the pull request has, where the host has pull requests.</summary>
    public PullRequestSettings PullRequest { get; init; } = new();
}

/// <summary>Who a commit is by.</summary>
/// <param name="Name">Not empty.</param>
/// <param name="Email">Not empty; need not exist.</param>
public sealed record CommitAuthor(string Name, string Email);
