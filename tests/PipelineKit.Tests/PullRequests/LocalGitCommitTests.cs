using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitCommitTests
{
    private const string Branch = "pipelinekit/ledger";

    [SkippableTheory]
    [InlineData("sha1", false)]
    [InlineData("sha256", false)]
    [InlineData("sha1", true)]
    public async Task A_branch_of_its_own_is_made_and_goes_on(string objectFormat, bool isBare)
    {
        using var git = new LocalGit(objectFormat);
        git.Tree.Commit(("README.md", "1\n"));
        var folder = isBare ? Path.Combine(git.Outside, "bare.git") : git.Tree.Folder;
        git.Tree.Git("clone", "--quiet", "--bare", ".", Path.Combine(git.Outside, "bare.git"));

        var first = await git.PullRequests(folder).CommitAsync(Commit(expected: null, File("p/dev.jsonl", "1\n")), default);
        var second = await git.PullRequests(folder).CommitAsync(Commit(first, File("p/dev.jsonl", "1\n2\n"), File("p/x", "x")), default);

        Assert.Equal($"{second} {first}\n{first}", git.Tree.Git("-C", folder, "rev-list", "--parents", Branch));
        var read = await git.PullRequests(folder).ReadAsync(Branch, ["p/", "p/dev.jsonl"], default);
        Assert.Equal((second, "1\n2\n"), (read!.Head, LocalGitReadTests.Text(read, "p/dev.jsonl")));
        Assert.Equal(["p/dev.jsonl", "p/x"], read.Listed);
        Assert.Equal("Ledger\n\nWhy.", git.Tree.Git("-C", folder, "log", "-1", "--format=%B", Branch).TrimEnd());
        git.AssertUntouched();
    }

    [SkippableFact]
    public async Task A_branch_that_stands_elsewhere_is_not_changed()
    {
        using var git = new LocalGit();
        var main = git.Tree.Commit(("a", "1\n"));
        var first = (await git.PullRequests().CommitAsync(Commit(expected: null, File("a")), default))!;
        await git.PullRequests().CommitAsync(Commit(first, File("b")), default);
        var refs = git.Tree.Git("for-each-ref");

        Assert.Null(await git.PullRequests().CommitAsync(Commit(expected: null, File("c")), default));
        Assert.Null(await git.PullRequests().CommitAsync(Commit(first, File("c")), default));
        Assert.Null(await git.PullRequests().CommitAsync(Commit(main, File("c")), default));
        Assert.Null(await git.PullRequests().CommitAsync(Commit("--help", File("c")), default));
        Assert.Equal(refs, git.Tree.Git("for-each-ref"));
    }

    [SkippableFact]
    public async Task What_is_there_already_makes_no_commit()
    {
        using var git = new LocalGit();
        var first = (await git.PullRequests().CommitAsync(Commit(expected: null, File("a")), default))!;

        Assert.Equal(first, await git.PullRequests().CommitAsync(Commit(first, File("a")), default));
    }

    [SkippableFact]
    public async Task Of_eight_writers_at_the_same_place_one_wins()
    {
        using var git = new LocalGit();
        var first = (await git.PullRequests().CommitAsync(Commit(expected: null, File("a")), default))!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => git.PullRequests().CommitAsync(Commit(first, File($"b{i}")), default))));

        var won = Assert.Single(outcomes, o => o is not null);
        Assert.Equal($"{won}\n{first}", git.Tree.Git("rev-list", Branch));
    }

    [SkippableFact]
    public async Task A_branch_that_somebody_works_on_is_refused()
    {
        using var git = new LocalGit();
        var main = git.Tree.Commit(("a", "1\n"));

        var thrown = await Assert.ThrowsAsync<FailureException>(() => git.PullRequests().CommitAsync(Commit(main, File("b")) with { Branch = "main" }, default));

        Assert.Equal(FailureCodes.BranchConflict, Assert.Single(thrown.Failures).Code);
    }

    [SkippableTheory]
    [InlineData("--force", "a", "title")]
    [InlineData("ledger", "../a", "title")]
    [InlineData("ledger", "a", "two\nlines")]
    public async Task What_no_proposal_could_have_is_refused_here_too(string branch, string path, string title)
    {
        using var git = new LocalGit();

        await Assert.ThrowsAsync<FailureException>(() => git.PullRequests().CommitAsync(Commit(expected: null, File(path)) with { Branch = branch, Title = title }, default));
    }

    private static DirectCommit Commit(string? expected, params FileChange[] files) => new()
    {
        Branch = Branch,
        ExpectedHead = expected,
        Files = files,
        Title = "Ledger",
        Body = "Why.",
        Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
    };
}
