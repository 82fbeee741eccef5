using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitCloseTests
{
    [SkippableFact]
    public async Task A_branch_with_nothing_but_our_commits_is_deleted()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b"));
        await git.PutAsync("x", File("b", "2\n"));

        await git.PullRequests().CloseAsync("x", "It is of no use any more.", default);
        await git.PullRequests().CloseAsync("x", "It is of no use any more.", default);

        Assert.Equal("refs/heads/main", git.Tree.Git("for-each-ref", "--format=%(refname)"));
        git.AssertUntouched();
    }

    [SkippableFact]
    public async Task A_branch_that_a_person_committed_to_stays()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b"));
        git.Tree.Git("switch", "--quiet", "x");
        git.Tree.Commit(("theirs", "1\n"));
        git.Tree.Git("switch", "--quiet", "main");
        await git.PutAsync("x", File("b", "2\n"));

        await AssertStaysAsync(git);
    }

    [SkippableFact]
    public async Task A_commit_of_ours_that_a_person_amended_is_theirs()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b"));
        git.Tree.Git("switch", "--quiet", "x");
        await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, "b"), "better\n");
        git.Tree.Git("commit", "--quiet", "--amend", "--all", "--no-edit");
        git.Tree.Git("switch", "--quiet", "main");

        await AssertStaysAsync(git);
    }

    [SkippableFact]
    public async Task A_branch_that_somebody_has_checked_out_stays()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b"));
        git.Tree.Git("switch", "--quiet", "x");

        await AssertStaysAsync(git);
    }

    [SkippableFact]
    public async Task A_branch_whose_commits_are_all_in_another_is_deleted()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        git.Tree.Git("branch", "x");

        await git.PullRequests().CloseAsync("x", "Merged.", default);

        Assert.Equal("", git.Tree.Git("branch", "--list", "x"));
    }

    private static async Task AssertStaysAsync(LocalGit git)
    {
        var refs = git.Tree.Git("for-each-ref");
        await git.PullRequests().CloseAsync("x", "It is of no use any more.", default);
        Assert.Equal(refs, git.Tree.Git("for-each-ref"));
    }
}
