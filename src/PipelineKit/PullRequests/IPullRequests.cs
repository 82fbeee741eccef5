using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>
/// Where changes are put up for review: a branch of a local Git repository, or a pull request of a host. What is asked for is the state wanted, so asking
/// again changes nothing.
/// </summary>
public interface IPullRequests
{
    /// <summary>What it is, for people and records: <c>git</c>, <c>github</c>, <c>azure-repos</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Makes the branch contain these changes, in one commit with all files, on top of what others committed there, and where the host has pull requests, makes one open pull request
    /// of it. Nothing is committed when the branch (or, while there is no branch yet, its base) has them already.
    /// </summary>
    /// <param name="proposal">What is proposed, and where.</param>
    /// <param name="cancellation">Until the branch is moved; before that nothing can be seen from outside.</param>
    /// <exception cref="FailureException">
    /// <see cref="FailureCodes.UnwritableFile"/> for paths that may not be written, <see cref="FailureCodes.BadInputValue"/> for names that are none,
    /// <see cref="FailureCodes.UnusableRepository"/>, <see cref="FailureCodes.BranchConflict"/>; the branch is as it was.
    /// </exception>
    Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation);

    /// <summary>
    /// Looks whether <see cref="PutAsync"/> (or, where the branch is its own base, <see cref="CommitAsync"/>) would be refused because of what people did on the branch; changes nothing.
    /// </summary>
    /// <param name="proposal">What is going to be proposed; only its branches and files matter.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException"><see cref="FailureCodes.BranchConflict"/>: somebody edited a file that it changes, or is at work on the branch.</exception>
    Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation);

    /// <summary>Where people see a file; null when the host has no such address. Nothing is asked.</summary>
    /// <param name="branch">Without <c>refs/heads/</c>.</param>
    /// <param name="path">Relative to the top, with <c>/</c>.</param>
    string? AddressOf(string branch, string path) => null;

    /// <summary>Files of a branch as it is now; null when there is no such branch (for the base branch: an empty repository).</summary>
    /// <param name="branch">Without <c>refs/heads/</c>; null for the default branch.</param>
    /// <param name="paths">Relative to the top, with <c>/</c>. A path that ends in <c>/</c> means all files below it, whose names are wanted without their content.</param>
    /// <param name="cancellation">Ends the read.</param>
    Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation);

    /// <summary>Puts one commit on a branch, only while it stands where it was read: compare and swap. No pull request.</summary>
    /// <returns>The commit, or null when the branch stands elsewhere by now; then nothing was changed.</returns>
    Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation);

    /// <summary>Closes the open pull request of a branch and deletes the branch, unless people have committed to it; nothing when there is none.</summary>
    /// <param name="branch">Without <c>refs/heads/</c>.</param>
    /// <param name="reason">Why, for the people who look at it: one sentence.</param>
    /// <param name="cancellation">Ends it.</param>
    Task CloseAsync(string branch, string reason, CancellationToken cancellation);

    /// <summary>Who approved; empty where the host has no approvals.</summary>
    Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation);

    /// <summary>
    /// Who wrote a commit, or opened the pull requests that brought it, named as <see cref="Approval.Who"/> is; null when the host does not tell, and empty only when nobody did.
    /// </summary>
    /// <param name="commit">The commit, full hex.</param>
    /// <param name="cancellation">Ends the read.</param>
    Task<IReadOnlyList<string>?> ListAuthorsAsync(string commit, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>?>(null);

    /// <summary>The issues of the repository that have one of these labels, each once, oldest first; all of them, or a failure.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FailureException">The host has no issues, they may not be read, or there are too many.</exception>
    Task<IReadOnlyList<HostIssue>> ListIssuesAsync(IssueQuery query, CancellationToken cancellation) => throw new FailureException(new Failure(
        FailureCodes.BadInputValue, "Branches of a local Git repository have no issues.", "Give `host: github` or `host: azure-repos` with `incident-repository` and `token`, or a file in `incidents`.", SourcePlace.OfInput("incident-labels")));

    /// <summary>Tells the host what is deployed where (deployments and their statuses, records by digest), as far as the token may; what could not be told is returned, one sentence each.</summary>
    Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation);
}
