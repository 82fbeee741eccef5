using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>
/// Where changes are put up for review: a branch of a local Git repository, or a pull request of a host. What is asked for is the state wanted, so asking
/// again changes nothing.
/// </summary>
public interface IPullRequests
{
    /// <summary>
    /// Makes the branch contain these changes, in one commit with all files, on top of what others committed there. Nothing is committed when
    /// the branch (or, while there is no branch yet, its base) has them already.
    /// </summary>
    /// <param name="proposal">What is proposed, and where.</param>
    /// <param name="cancellation">Until the branch is moved; before that nothing can be seen from outside.</param>
    /// <exception cref="FailureException">
    /// <see cref="FailureCodes.UnwritableFile"/> for paths that may not be written, <see cref="FailureCodes.BadInputValue"/> for names that are none,
    /// <see cref="FailureCodes.UnusableRepository"/>, <see cref="FailureCodes.BranchConflict"/>; the branch is as it was.
    /// </exception>
    Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation);
}
