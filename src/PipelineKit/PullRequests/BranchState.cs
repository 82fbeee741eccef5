using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.PullRequests;

/// <summary>Where a branch stands, and which commit a change goes on top of.</summary>
/// <param name="Head">The branch's commit; null when it is not there.</param>
/// <param name="Parent">The commit to build on; null for a first commit.</param>
internal sealed record BranchState(string? Head, string? Parent)
{
    /// <summary>Reads it: the branch itself, or its base when there is no branch or everything in the branch is in the base already.</summary>
    internal static async Task<BranchState> ReadAsync(GitCommand git, ChangeProposal proposal, CancellationToken cancellation)
    {
        var branch = "refs/heads/" + proposal.Branch;
        string[] bases = proposal.BaseBranch is { } name ? ["refs/heads/" + name, "refs/remotes/" + name, "refs/remotes/origin/" + name] : [];
        var refs = await RefsAsync(git, [branch, .. bases], cancellation);
        if (refs.TryGetValue(branch, out var head) && head.Target is not null)
        {
            throw new FailureException(new Failure(
                FailureCodes.BranchConflict, $"the branch `{proposal.Branch}` is another name for `{head.Target}`", "Give the branch that is meant."));
        }

        var found = bases.FirstOrDefault(refs.ContainsKey);
        var start = proposal.BaseBranch is null ? await HeadAsync(git, cancellation)
            : found is not null ? refs[found].Commit
            : await NothingAsync(git, proposal.BaseBranch, cancellation);
        return new BranchState(head?.Commit, head is null || (start is not null && await IsInAsync(git, head.Commit, start, cancellation)) ? start : head.Commit);
    }

    /// <summary>The branch's commit, or null.</summary>
    internal static async Task<string?> HeadOfAsync(GitCommand git, string branch, CancellationToken cancellation) =>
        (await RefsAsync(git, ["refs/heads/" + branch], cancellation)).GetValueOrDefault("refs/heads/" + branch)?.Commit;

    /// <summary>The folder of the work tree that has the branch checked out, or null.</summary>
    internal static async Task<string?> CheckedOutAsync(GitCommand git, string branch, CancellationToken cancellation)
    {
        var folder = "";
        foreach (var line in (await git.RunAsync(["worktree", "list", "--porcelain"], input: default, cancellation)).Text.Split('\n'))
        {
            folder = line.StartsWith("worktree ", StringComparison.Ordinal) ? line["worktree ".Length..] : folder;
            if (line == "branch refs/heads/" + branch)
            {
                return folder;
            }
        }

        return null;
    }

    private sealed record Entry(string Commit, string? Target);

    private static async Task<Dictionary<string, Entry>> RefsAsync(GitCommand git, string[] names, CancellationToken cancellation)
    {
        var answer = await git.RunAsync(["for-each-ref", "--format=%(objectname) %(refname) %(symref)", .. names], input: default, cancellation);
        return answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))
            .Where(f => names.Contains(f[1], StringComparer.Ordinal))
            .ToDictionary(f => f[1], f => new Entry(f[0], f[2].Length == 0 ? null : f[2]), StringComparer.Ordinal);
    }

    private static async Task<string?> HeadAsync(GitCommand git, CancellationToken cancellation)
    {
        var answer = await git.TryAsync(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], cancellation);
        return answer.ExitCode == 0 ? answer.Text : null;
    }

    private static async Task<bool> IsInAsync(GitCommand git, string commit, string other, CancellationToken cancellation)
    {
        if (commit == other)
        {
            return true;
        }

        var answer = await git.TryAsync(["merge-base", "--is-ancestor", commit, other], cancellation);
        return answer.ExitCode <= 1 ? answer.ExitCode == 0 : throw GitCommand.Failed("merge-base", answer);
    }

    // A base that is not there is right in a repository that has nothing at all yet, and a mistake in every other.
    private static async Task<string?> NothingAsync(GitCommand git, string baseBranch, CancellationToken cancellation)
    {
        var known = (await git.RunAsync(["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads", "refs/remotes"], input: default, cancellation)).Text;
        return known.Length == 0 ? null : throw new FailureException(new Failure(
            FailureCodes.BadInputValue,
            $"the base branch `{baseBranch}` is not in the repository",
            Suggestion.For(baseBranch, known.Split('\n')) is { } near ? $"Did you mean `{near}`?" : "Fetch it (a checkout of one commit has no other branches), or give another."));
    }
}
