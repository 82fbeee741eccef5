namespace PipelineKit.PullRequests;

/// <summary>What a pull request has besides its branch, title and body. Hosts without one of these leave it out.</summary>
public sealed record PullRequestSettings
{
    /// <summary>Labels to have; others stay.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Who is asked to review: logins on GitHub (<c>org/team</c> for teams), e-mail addresses or ids on Azure Repos.</summary>
    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>Who it is assigned to (GitHub).</summary>
    public IReadOnlyList<string> Assignees { get; init; } = [];

    /// <summary>Whether a new one is a draft.</summary>
    public bool IsDraft { get; init; }

    /// <summary>How it is merged by itself once its checks allow it; null for by people.</summary>
    public MergeMethod? AutoMerge { get; init; }

    /// <summary>Work items to link (Azure Boards), by number.</summary>
    public IReadOnlyList<int> WorkItems { get; init; } = [];

    /// <summary>A comment kept up to date on it; null for none. Already neutralised Markdown.</summary>
    public string? StickyComment { get; init; }

    /// <summary>What this is about, so that comment and branch are found again: <c>app/environment</c>.</summary>
    public string Marker { get; init; } = "";
}

/// <summary>How a pull request is merged.</summary>
public enum MergeMethod
{
    /// <summary>A merge commit.</summary>
    Merge,

    /// <summary>One commit of all.</summary>
    Squash,

    /// <summary>Its commits on top of the base.</summary>
    Rebase,
}

/// <summary>A pull request as it is now.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Url">Where people look at it.</param>
/// <param name="Status">What became of it in this run.</param>
/// <param name="Notes">What could not be done, one sentence each (a label the token may not set).</param>
public sealed record PullRequest(int Number, string Url, PullRequestStatus Status, IReadOnlyList<string> Notes);

/// <summary>What became of a pull request.</summary>
public enum PullRequestStatus
{
    /// <summary>Made.</summary>
    Created,

    /// <summary>It was open, and was changed.</summary>
    Updated,

    /// <summary>It was open, as it should be.</summary>
    Unchanged,
}
