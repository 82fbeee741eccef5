using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitRaceTests
{
    [SkippableFact]
    public async Task Eight_writers_at_once_lose_nothing_they_were_told_is_there()
    {
        using var git = new LocalGit();
        var main = git.Tree.Commit(("a", "1\n"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => TryAsync(git, $"file-{i}"))));

        var succeeded = outcomes.Where(o => o.Result is not null).ToList();
        Assert.NotEmpty(succeeded);
        Assert.Equal(succeeded.Select(o => o.Path).Append("a").Order(StringComparer.Ordinal), git.Tree.Paths("x"));
        Assert.Equal(
            succeeded.Select(o => o.Result!.Commit!).Order(StringComparer.Ordinal),
            git.Tree.Git("rev-list", $"{main}..x").Split('\n').Order(StringComparer.Ordinal));
        Assert.All(outcomes.Where(o => o.Failure is not null), o => Assert.Equal(FailureCodes.BranchConflict, o.Failure!.Code));
        git.AssertUntouched();
    }

    [SkippableFact]
    public async Task A_branch_that_moves_once_meanwhile_keeps_both_changes()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        var theirs = "";

        var result = await PutWhileAsync(git, attempt => theirs = attempt == 1 ? git.PutAsync("x", File("theirs")).GetAwaiter().GetResult().Commit! : theirs);

        Assert.Equal(theirs, result.Parent);
        Assert.Equal(["a", "list", "mine", "theirs"], git.Tree.Paths("x"));
    }

    [SkippableFact]
    public async Task A_branch_that_moves_every_time_is_left_to_the_others()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));

        var thrown = await Assert.ThrowsAsync<FailureException>(() => PutWhileAsync(git, attempt => git.PutAsync("x", File($"theirs-{attempt}")).GetAwaiter().GetResult()));

        var failure = Assert.Single(thrown.Failures);
        Assert.Equal((FailureCodes.BranchConflict, "the branch `x` was moved by somebody else, twice while this change was being made"), (failure.Code, failure.What));
        Assert.Equal(["a", "list", "theirs-1", "theirs-2"], git.Tree.Paths("x"));
    }

    [SkippableFact]
    public async Task A_lock_that_another_program_holds_is_a_conflict()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, ".git/refs/heads/x.lock"), "");

        await git.RefusedAsync(FailureCodes.BranchConflict, Proposal("x", File("c")));
    }

    // The list of generated files is read after the branch was looked at and before it is moved: the place for somebody else to come in between.
    private static async Task<ProposalResult> PutWhileAsync(LocalGit git, Action<int> meanwhile)
    {
        await git.PutAsync("x", File("list"));
        var attempt = 0;
        var owned = new OwnedFolder("", "list", _ =>
        {
            meanwhile(++attempt);
            return [];
        });
        return await git.PutAsync(Proposal("x") with { Changes = new ChangeSet([File("mine")], owned) });
    }

    private static async Task<(string Path, ProposalResult? Result, Failure? Failure)> TryAsync(LocalGit git, string path)
    {
        try
        {
            return (path, await git.PutAsync("x", File(path)), null);
        }
        catch (FailureException e)
        {
            return (path, null, Assert.Single(e.Failures));
        }
    }
}
