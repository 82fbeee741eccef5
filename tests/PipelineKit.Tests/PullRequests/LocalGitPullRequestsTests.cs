using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitPullRequestsTests
{
    [SkippableTheory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task A_branch_that_is_not_there_is_made_from_where_the_repository_stands(string objectFormat)
    {
        using var git = new LocalGit(objectFormat);
        var main = git.Tree.Commit(("README.md", "hello\n"), ("deploy/old.yaml", "old\n"));

        var result = await git.PutAsync("render/production", File("deploy/new.yaml", "new\n"), File("deploy/old.yaml", "newer\n"), Delete("README.md"));

        Assert.Equal(git.Tree.Git("rev-parse", "render/production"), result.Commit);
        Assert.Equal((main, false, "git show render/production"), (result.Parent, result.IsUnchanged, result.ShowCommand));
        Assert.Equal(
            [new("README.md", ChangeKind.Deleted), new("deploy/new.yaml", ChangeKind.Added), new ChangedPath("deploy/old.yaml", ChangeKind.Modified)],
            result.Changes);
        Assert.Equal(["deploy/new.yaml", "deploy/old.yaml"], git.Tree.Paths("render/production"));
        Assert.Equal(("new\n", main), (git.Tree.Read("render/production", "deploy/new.yaml"), git.Tree.Git("rev-parse", "main")));
        git.AssertUntouched();
    }

    [SkippableFact]
    public async Task The_same_change_again_makes_no_commit()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        var first = await git.PutAsync("x", File("b"));
        git.Clock.Advance(TimeSpan.FromDays(1));

        var second = await git.PutAsync("x", File("b"));

        Assert.True(second.IsUnchanged);
        Assert.Equal((first.Commit, null, "git show x"), (second.Commit, second.Parent, second.ShowCommand));
        Assert.Equal(first.Commit, git.Tree.Git("rev-parse", "x"));
    }

    [SkippableFact]
    public async Task What_the_base_has_already_makes_no_branch()
    {
        using var git = new LocalGit();
        var main = git.Tree.Commit(("a", "1\n"));

        var result = await git.PutAsync("x", File("a", "1\n"), Delete("not there"));

        Assert.True(result.IsUnchanged);
        Assert.Equal((main, $"git show {main}"), (result.Commit, result.ShowCommand));
        Assert.Equal("main", git.Tree.Git("for-each-ref", "--format=%(refname:short)"));
    }

    [SkippableFact]
    public async Task A_change_goes_on_top_of_what_people_committed_to_the_branch()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b", "1\n"));
        git.Tree.Git("switch", "--quiet", "x");
        var theirs = git.Tree.Commit(("theirs", "1\n"));
        git.Tree.Git("switch", "--quiet", "main");

        var result = await git.PutAsync("x", File("b", "2\n"));

        Assert.Equal(theirs, result.Parent);
        Assert.Equal(["a", "b", "theirs"], git.Tree.Paths("x"));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_a_person_edited_on_the_branch_is_not_written_over(bool isAmended)
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b", "1\n"), File("c", "1\n"));
        git.Tree.Git("switch", "--quiet", "x");
        if (isAmended)
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, "b"), "by hand\n");
            git.Tree.Git("commit", "--quiet", "--all", "--amend", "--no-edit");
        }
        else
        {
            git.Tree.Commit(("b", "by hand\n"));
        }

        git.Tree.Git("switch", "--quiet", "main");

        var proposal = LocalGit.Proposal("x", File("b", "2\n"), File("c", "1\n"));
        var early = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => git.PullRequests().CheckAsync(proposal, default))).Failures);
        var failure = await git.RefusedAsync(FailureCodes.BranchConflict, proposal);

        Assert.Equal(failure.What, early.What);
        await git.PullRequests().CheckAsync(LocalGit.Proposal("x", File("d", "2\n")), default);
        await git.PullRequests().CheckAsync(LocalGit.Proposal("y", File("b", "2\n")), default);

        Assert.Contains("Somebody edited `b` on the branch `x`", failure.What, StringComparison.Ordinal);
        if (!isAmended)
        {
            await git.PutAsync("x", File("b", "by hand\n"), File("c", "2\n"));
            Assert.Equal("by hand\n", git.Tree.Read("x", "b"));
        }
    }

    [SkippableFact]
    public async Task A_commit_of_ours_that_was_moved_without_a_change_is_no_edit()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b", "1\n"));
        git.Tree.Commit(("a", "2\n"));
        git.Tree.Git("rebase", "--quiet", "main", "x");
        git.Tree.Git("switch", "--quiet", "main");

        await git.PutAsync("x", File("b", "2\n"));

        Assert.Equal(("2\n", "2\n"), (git.Tree.Read("x", "a"), git.Tree.Read("x", "b")));
    }

    [SkippableFact]
    public async Task Authors_are_those_of_the_commit_and_of_everything_a_merge_brought()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        git.Tree.Git("switch", "--quiet", "--create", "topic");
        git.Tree.Git("commit", "--quiet", "--allow-empty", "--author", "Ann <ann@acme.example>", "--message", "One\n\nCo-authored-by: Ben <ben@acme.example>");
        git.Tree.Git("switch", "--quiet", "main");
        git.Tree.Git("merge", "--quiet", "--no-ff", "--message", "Merge", "topic");

        var merged = await git.PullRequests().ListAuthorsAsync(git.Tree.Git("rev-parse", "main"), default);
        var one = await git.PullRequests().ListAuthorsAsync(git.Tree.Git("rev-parse", "topic"), default);

        string[] all = ["Ann", "ann@acme.example", "Ben", "ben@acme.example", "Test", "test@example.com"];
        Assert.Equal(all, merged!.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(all, one!.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(["Test", "test@example.com"], await git.PullRequests().ListAuthorsAsync(git.Tree.Git("rev-parse", "main^1"), default));
        Assert.Null(await git.PullRequests().ListAuthorsAsync(new string('0', 40), default));
    }

    [SkippableFact]
    public async Task A_branch_that_was_merged_goes_on_from_its_base()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await git.PutAsync("x", File("b", "1\n"));
        git.Tree.Git("merge", "--quiet", "--no-ff", "--no-edit", "x");
        var main = git.Tree.Commit(("c", "1\n"));

        var result = await git.PutAsync("x", File("b", "2\n"));
        var again = await git.PutAsync("x", File("b", "2\n"));

        Assert.Equal((main, true), (result.Parent, again.IsUnchanged));
        Assert.Equal(["a", "b", "c"], git.Tree.Paths("x"));
    }

    [SkippableFact]
    public async Task A_base_can_be_a_branch_a_fetched_branch_or_missing()
    {
        using var git = new LocalGit();
        var first = git.Tree.Commit(("a", "1\n"));
        git.Tree.Git("branch", "release");
        git.Tree.Git("update-ref", "refs/remotes/origin/fetched", first);
        git.Tree.Commit(("b", "1\n"));

        Assert.Equal(first, (await git.PutAsync(Proposal("x", File("c")) with { BaseBranch = "release" })).Parent);
        Assert.Equal(first, (await git.PutAsync(Proposal("y", File("c")) with { BaseBranch = "fetched" })).Parent);
        var failure = await git.RefusedAsync(PipelineKit.Failures.FailureCodes.BadInputValue, Proposal("z", File("c")) with { BaseBranch = "relaese" });
        Assert.Equal("Did you mean `release`?", failure.Remedy);
    }

    [SkippableFact]
    public async Task The_first_commit_of_a_repository_has_no_parent()
    {
        using var git = new LocalGit();

        var nothing = await git.PutAsync("x", Delete("a"));
        var result = await git.PutAsync(Proposal("x", File("a/b")) with { BaseBranch = "main" });

        Assert.Equal((true, null), (nothing.IsUnchanged, nothing.Commit));
        Assert.Null(result.Parent);
        Assert.Equal([new ChangedPath("a/b", ChangeKind.Added)], result.Changes);
        Assert.Equal("1", git.Tree.Git("rev-list", "--count", "x"));
    }

    [SkippableFact]
    public async Task A_bare_repository_takes_changes_also_on_its_main_branch()
    {
        using var git = new LocalGit();
        var main = git.Tree.Commit(("a", "1\n"));
        var bare = Path.Combine(git.Outside, "bare.git");
        git.Tree.Git("clone", "--quiet", "--bare", ".", bare);

        var result = await git.PutAsync(Proposal("main", File("b")), bare);

        git.Tree.Git("fetch", "--quiet", bare, "main");
        Assert.Equal(main, result.Parent);
        Assert.Equal(["a", "b"], git.Tree.Paths("FETCH_HEAD"));
    }

    [SkippableFact]
    public async Task Same_time_author_and_content_give_the_same_commit()
    {
        using var one = new LocalGit();
        using var other = new LocalGit();
        foreach (var git in (LocalGit[])[one, other])
        {
            git.Tree.Commit(("a", "1\n"));
        }

        var proposal = Proposal("x", File("b"), File("c/d")) with { Body = "Why.\r\n\r\nBecause.\n", Trailers = [("PipelineKit-Intent", "sha256:1"), ("Reviewed-by", "A <a@b>")] };

        var commit = (await one.PutAsync(proposal)).Commit!;
        Assert.Equal(commit, (await other.PutAsync(proposal)).Commit);
        Assert.Equal(
            $"""
            tree {one.Tree.Git("rev-parse", "x^{tree}")}
            parent {one.Tree.Git("rev-parse", "main")}
            author PipelineKit <pipelinekit@example.com> {Time.ToUnixTimeSeconds()} +0000
            committer PipelineKit <pipelinekit@example.com> {Time.ToUnixTimeSeconds()} +0000

            Render production

            Why.

            Because.

            PipelineKit-Intent: sha256:1
            Reviewed-by: A <a@b>
            """,
            one.Tree.Git("cat-file", "commit", commit));
        Assert.Equal("sha256:1", one.Tree.Git("log", "-1", "--format=%(trailers:key=PipelineKit-Intent,valueonly,separator=)", commit));
    }

    [SkippableFact]
    public async Task An_executable_file_stays_executable()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("run.sh", "1\n"), ("plain", "1\n"));
        git.Tree.Git("update-index", "--chmod=+x", "run.sh");
        git.Tree.Git("commit", "--quiet", "--message", "x");
        git.Tree.Git("reset", "--quiet", "--hard");

        await git.PutAsync("x", File("run.sh", "2\n"), File("plain", "2\n"));

        Assert.StartsWith("100755 ", git.Tree.Git("ls-tree", "x", "run.sh"), StringComparison.Ordinal);
        Assert.StartsWith("100644 ", git.Tree.Git("ls-tree", "x", "plain"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Names_and_bytes_arrive_exactly()
    {
        using var git = new LocalGit();
        string[] names = ["a b/c d.yaml", "q\"uote'.yaml", "dé/漢字😀.yaml", "-n", "$HOME;`x`", "*.yaml", "xx:y", "a#b%20", ".hidden", ".gitignore", "nul.txt."];
        byte[] bytes = [0, 0xFF, (byte)'\r', (byte)'\n', 0xC3, 0x28, (byte)'\r'];

        await git.PutAsync(Proposal("x", [.. names.Select(n => new FileChange(n, bytes))]));

        Assert.Equal(names.Order(StringComparer.Ordinal), git.Tree.Paths("x").Order(StringComparer.Ordinal));
        var copy = Path.Combine(git.Outside, "copy");
        git.Tree.Git("-c", "core.autocrlf=false", "clone", "--quiet", "--branch", "x", ".", copy);
        Assert.All(names, n => Assert.Equal(bytes, System.IO.File.ReadAllBytes(Path.Combine(copy, n))));
        git.AssertUntouched();
    }

    [SkippableFact]
    public async Task Two_thousand_files_go_into_one_commit_by_as_many_processes_as_one_file()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        var counter = await CountingGit.CreateAsync(git);

        await counter.PutAsync(Proposal("one", File("b")));
        var forOne = counter.Processes();
        var result = await counter.PutAsync(Proposal("many", [.. Enumerable.Range(0, 2000).Select(i => File($"deploy/{i % 40}/{i}.yaml", $"number: {i}\n"))]));

        Assert.InRange(forOne, 1, 15);
        Assert.Equal(2 * forOne, counter.Processes());
        Assert.Equal(2000, result.Changes.Count);
        Assert.Equal("number: 1999\n", git.Tree.Read("many", "deploy/39/1999.yaml"));
        Assert.Equal("", git.Tree.Git("fsck", "--strict", "--no-dangling"));
    }
}
