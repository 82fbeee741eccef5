namespace PipelineKit.PullRequests;

/// <summary>Where a branch stands, and which commit a change goes on top of.</summary>
/// <param name="Head">The branch's commit; null when it is not there.</param>
/// <param name="Parent">The commit to build on: the branch itself, or its base when there is no branch or everything in the branch is in the base already; null for a first commit.</param>
/// <param name="Start">The commit of the base; null for none.</param>
internal sealed record BranchState(string? Head, string? Parent, string? Start)
{
    /// <summary>From the commits of branch and base.</summary>
    internal static async Task<BranchState> OfAsync(GitCommand git, string? head, string? start, CancellationToken cancellation) =>
        new(head, head is null || (start is not null && await IsInAsync(git, head, start, cancellation)) ? start : head, start);

    private static async Task<bool> IsInAsync(GitCommand git, string commit, string other, CancellationToken cancellation)
    {
        if (commit == other)
        {
            return true;
        }

        var answer = await git.TryAsync(["merge-base", "--is-ancestor", commit, other], cancellation);
        return answer.ExitCode <= 1 ? answer.ExitCode == 0 : throw GitCommand.Failed("merge-base", answer);
    }
}

/// <summary>A branch and its commit.</summary>
/// <param name="Name">Without <c>refs/heads/</c>; empty for a work tree that is on no branch.</param>
/// <param name="Commit">Its commit.</param>
internal sealed record BranchHead(string Name, string Commit);

/// <summary>The branches that are worked with: those of the repository itself, or those of a remote.</summary>
internal interface IGitBranches
{
    /// <summary>Whether a person may have one checked out in a work tree of this repository.</summary>
    bool AreLocal { get; }

    /// <summary>Where a branch stands and what a change to it goes on top of; what it names is in the repository afterwards.</summary>
    /// <exception cref="Failures.FailureException">The base is not there.</exception>
    Task<BranchState> ReadAsync(string branch, string? baseBranch, CancellationToken cancellation);

    /// <summary>A branch, or with null the one that is the base of others; null when it is not there.</summary>
    Task<BranchHead?> FindAsync(string? branch, CancellationToken cancellation);

    /// <summary>The commits that a branch has and no other known branch has, newest first, without downloading more than it takes; each as committer, author and message.</summary>
    Task<IReadOnlyList<OwnCommit>> ListOwnAsync(BranchHead branch, CancellationToken cancellation);

    /// <summary>Moves a branch (<paramref name="from"/> null: makes it; <paramref name="to"/> null: deletes it), only while it stands there.</summary>
    /// <returns>False when it stands elsewhere by now, or somebody holds its lock.</returns>
    Task<bool> MoveAsync(string branch, string? from, string? to, IReadOnlyDictionary<string, string> identity, CancellationToken cancellation);
}

/// <summary>A commit, as far as it takes to tell whose it is.</summary>
/// <param name="Id">Full hex.</param>
/// <param name="Author">Name and address.</param>
/// <param name="Committer">Name and address; another than the author's where somebody amended or moved it.</param>
/// <param name="Message">All of it.</param>
internal sealed record OwnCommit(string Id, string Author, string Committer, string Message)
{
    /// <summary>Whether this program made it and nobody changed it since.</summary>
    internal bool IsOurs => Author == Committer && CommitIntent.Find(Message) is not null;
}
