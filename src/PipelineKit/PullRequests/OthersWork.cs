using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>What people did on the branch of a change. Their commits stay; a file that they edited is not written over either, because a new commit would undo the edit without anybody noticing.</summary>
internal static class OthersWork
{
    private const int MaximumNamed = 5;

    /// <summary>Refuses a commit that would undo edits.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="changes">What the commit would change.</param>
    /// <param name="isEdited">Whether a file is not as the last commit of this program on the branch left it (or the base, where there is none).</param>
    /// <exception cref="FailureException">PK0502, with the files.</exception>
    internal static void Keep(string branch, IReadOnlyList<ChangedPath> changes, Func<string, bool> isEdited)
    {
        var edited = changes.Select(c => c.Path).Where(isEdited).ToList();
        if (edited.Count > 0)
        {
            throw new FailureException(new Failure(
                FailureCodes.BranchConflict,
                $"Somebody edited {string.Join(", ", edited.Take(MaximumNamed).Select(p => $"`{p}`"))}{(edited.Count > MaximumNamed ? $" and {edited.Count - MaximumNamed} more" : "")} on the branch `{branch}`, and the change would undo that; nothing was committed.",
                "Merge what is on the branch, or make the edit where the branch starts from and delete the branch; then run it again."));
        }
    }
}
