using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.PullRequests;

/// <summary>The branches of the repository itself.</summary>
internal sealed class LocalBranches(GitCommand git) : IGitBranches
{
    public bool AreLocal => true;

    public async Task<BranchState> ReadAsync(string branch, string? baseBranch, CancellationToken cancellation)
    {
        var reference = "refs/heads/" + branch;
        string[] bases = baseBranch is null ? [] : ["refs/heads/" + baseBranch, "refs/remotes/" + baseBranch, "refs/remotes/origin/" + baseBranch];
        var refs = await RefsAsync([reference, .. bases], cancellation);
        var head = HeadOf(branch, refs);
        var found = bases.FirstOrDefault(refs.ContainsKey);
        var start = baseBranch is null ? await HeadAsync(cancellation)
            : found is not null ? refs[found].Commit
            : await NothingAsync(baseBranch, cancellation);
        return await BranchState.OfAsync(git, head, start, cancellation);
    }

    public async Task<BranchHead?> FindAsync(string? branch, CancellationToken cancellation)
    {
        if (branch is not null)
        {
            var refs = await RefsAsync(["refs/heads/" + branch], cancellation);
            return HeadOf(branch, refs) is { } commit ? new BranchHead(branch, commit) : null;
        }

        var name = await git.TryAsync(["symbolic-ref", "--quiet", "HEAD"], cancellation);
        var shortName = name.ExitCode == 0 && name.Text.StartsWith("refs/heads/", StringComparison.Ordinal) ? name.Text["refs/heads/".Length..] : "";
        return await HeadAsync(cancellation) is { } head ? new BranchHead(shortName, head) : null;
    }

    public Task<IReadOnlyList<OwnCommit>> ListOwnAsync(BranchHead branch, CancellationToken cancellation) =>
        CommitList.ReadAsync(git, [branch.Commit, "--not", "--exclude=" + branch.Name, "--branches", "--remotes"], cancellation);

    // The branch moves only from where it stood when the tree was built.
    public async Task<bool> MoveAsync(string branch, string? from, string? to, IReadOnlyDictionary<string, string> identity, CancellationToken cancellation)
    {
        var reference = "refs/heads/" + branch;
        string[] arguments = to is null
            ? ["update-ref", "--no-deref", "-m", "pipelinekit", "-d", reference, from!]
            : ["update-ref", "--no-deref", "-m", "pipelinekit", reference, to, from ?? ""];
        var answer = await git.TryAsync(arguments, input: default, identity, cancellation);
        if (answer.ExitCode == 0)
        {
            return true;
        }

        if ((await RefsAsync([reference], cancellation)).GetValueOrDefault(reference)?.Commit != from || answer.Error.Contains("File exists", StringComparison.Ordinal))
        {
            return false;
        }

        throw answer.Error.Contains("cannot create", StringComparison.Ordinal)
            ? new FailureException(new Failure(
                FailureCodes.BranchConflict, $"the branch `{branch}` cannot be made beside a branch whose name is a part of its own: {answer.Error.Trim()}", "Give another name."))
            : GitCommand.Failed("update-ref", answer);
    }

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

    private static string? HeadOf(string branch, Dictionary<string, Entry> refs)
    {
        var head = refs.GetValueOrDefault("refs/heads/" + branch);
        return head?.Target is null ? head?.Commit : throw new FailureException(new Failure(
            FailureCodes.BranchConflict, $"the branch `{branch}` is another name for `{head.Target}`", "Give the branch that is meant."));
    }

    private async Task<Dictionary<string, Entry>> RefsAsync(string[] names, CancellationToken cancellation)
    {
        var answer = await git.RunAsync(["for-each-ref", "--format=%(objectname) %(refname) %(symref)", .. names], input: default, cancellation);
        return answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))
            .Where(f => names.Contains(f[1], StringComparer.Ordinal))
            .ToDictionary(f => f[1], f => new Entry(f[0], f[2].Length == 0 ? null : f[2]), StringComparer.Ordinal);
    }

    private async Task<string?> HeadAsync(CancellationToken cancellation)
    {
        var answer = await git.TryAsync(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], cancellation);
        return answer.ExitCode == 0 ? answer.Text : null;
    }

    // A base that is not there is right in a repository that has nothing at all yet, and a mistake in every other.
    private async Task<string?> NothingAsync(string baseBranch, CancellationToken cancellation)
    {
        var known = (await git.RunAsync(["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads", "refs/remotes"], input: default, cancellation)).Text;
        return known.Length == 0 ? null : throw new FailureException(new Failure(
            FailureCodes.BadInputValue,
            $"the base branch `{baseBranch}` is not in the repository",
            Suggestion.For(baseBranch, known.Split('\n')) is { } near ? $"Did you mean `{near}`?" : "Fetch it (a checkout of one commit has no other branches), or give another."));
    }
}
