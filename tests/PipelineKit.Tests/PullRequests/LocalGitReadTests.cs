using System.Text;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitReadTests
{
    [SkippableTheory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task Files_of_a_branch_are_read_as_they_are_committed(string objectFormat)
    {
        using var git = new LocalGit(objectFormat);
        var main = git.Tree.Commit(("promotions/production.jsonl", "{}\n"), ("a", "1\n"));
        await File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, "a"), "not committed\n");

        var read = await git.PullRequests().ReadAsync("main", ["promotions/production.jsonl", "a", "not/there"], default);

        Assert.Equal(("main", main), (read!.Branch, read.Head));
        Assert.Equal(["a", "promotions/production.jsonl"], read.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1\n", Text(read, "a"));
        Assert.Empty(read.Listed);
    }

    [SkippableFact]
    public async Task A_folder_is_listed_with_everything_below_it_and_nothing_is_read()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("promotions/b.jsonl", "1\n"), ("promotions/records/ä.json", "2\n"), ("promotions-old/c", "3\n"), ("promotions/a b", "4\n"));
        File.CreateSymbolicLink(Path.Combine(git.Tree.Folder, "promotions", "link"), "b.jsonl");
        git.Tree.Commit();

        var read = await git.PullRequests().ReadAsync("main", ["promotions/", "promotions-old/c", "nowhere/"], default);

        Assert.Equal(["promotions/a b", "promotions/b.jsonl", "promotions/records/ä.json"], read!.Listed);
        Assert.Equal(["promotions-old/c"], read.Files.Keys);
        Assert.Equal(4, (await git.PullRequests().ReadAsync("main", ["/"], default))!.Listed.Count);
    }

    [SkippableFact]
    public async Task A_branch_that_is_not_there_is_no_snapshot()
    {
        using var git = new LocalGit();

        Assert.Null(await git.PullRequests().ReadAsync(branch: null, ["a"], default));
        git.Tree.Commit(("a", "1\n"));
        Assert.Null(await git.PullRequests().ReadAsync("ledger", ["a"], default));
        git.Tree.Git("tag", "ledger");
        Assert.Null(await git.PullRequests().ReadAsync("ledger", ["a"], default));
    }

    [SkippableFact]
    public async Task The_default_branch_is_the_one_the_work_tree_is_on()
    {
        using var git = new LocalGit();
        var main = git.Tree.Commit(("a", "1\n"));

        Assert.Equal("main", (await git.PullRequests().ReadAsync(branch: null, [], default))!.Branch);
        git.Tree.Git("switch", "--quiet", "--detach");
        var detached = await git.PullRequests().ReadAsync(branch: null, ["a"], default);
        Assert.Equal(("", main, "1\n"), (detached!.Branch, detached.Head, Text(detached, "a")));
    }

    [SkippableTheory]
    [InlineData("--upload-pack=touch x", "a")]
    [InlineData("refs/heads/main", "a")]
    [InlineData("main@{1}", "a")]
    [InlineData("main", "../a")]
    [InlineData("main", "a\nb")]
    [InlineData("main", ".git/config")]
    [InlineData("main", "folder//")]
    [InlineData("main", "")]
    public async Task Names_and_paths_that_mean_something_else_to_Git_are_refused(string branch, string path)
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));

        await Assert.ThrowsAsync<FailureException>(() => git.PullRequests().ReadAsync(branch, [path], default));
    }

    internal static string Text(BranchSnapshot? read, string path) => Encoding.UTF8.GetString(read!.Files[path].Span);
}
