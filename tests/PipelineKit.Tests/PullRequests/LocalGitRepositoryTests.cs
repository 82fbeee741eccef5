using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitRepositoryTests
{
    [SkippableFact]
    public async Task A_branch_that_is_checked_out_is_left_alone()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        var other = Path.Combine(git.Outside, "other tree");
        git.Tree.Git("worktree", "add", "--quiet", "-b", "theirs", other);

        var own = await git.RefusedAsync(FailureCodes.BranchConflict, Proposal("main", File("b")));
        var linked = await git.RefusedAsync(FailureCodes.BranchConflict, Proposal("theirs", File("b")));

        Assert.Equal($"the branch `main` is checked out in `{git.Tree.Folder}`", own.What);
        Assert.Equal($"the branch `theirs` is checked out in `{other}`", linked.What);
        Assert.True((await git.PutAsync("theirs", File("a", "1\n"))).IsUnchanged);
        git.AssertUntouched();
    }

    [SkippableFact]
    public async Task The_branch_of_a_tree_without_commits_is_checked_out_too()
    {
        using var git = new LocalGit();

        await git.RefusedAsync(FailureCodes.BranchConflict, Proposal("main", File("b")));
    }

    [SkippableFact]
    public async Task From_a_linked_work_tree_a_branch_starts_where_that_tree_stands()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        var other = Path.Combine(git.Outside, "other");
        git.Tree.Git("worktree", "add", "--quiet", "-b", "theirs", other);
        git.Tree.Git("-C", other, "commit", "--quiet", "--allow-empty", "--message", "there");

        var result = await git.PutAsync(Proposal("x", File("deep/b")), other);

        Assert.Equal(git.Tree.Git("rev-parse", "theirs"), result.Parent);
    }

    [SkippableFact]
    public async Task Below_the_top_folder_paths_are_still_those_of_the_repository()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("sub/folder/a", "1\n"));

        await git.PutAsync(Proposal("x", File("b")), Path.Combine(git.Tree.Folder, "sub", "folder"));

        Assert.Equal(["b", "sub/folder/a"], git.Tree.Paths("x"));
    }

    [SkippableFact]
    public async Task Work_in_progress_stays_as_it_is()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"), ("b", "1\n"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, "a"), "staged\n");
        git.Tree.Git("add", "a");
        await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, "b"), "not staged\n");
        await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, "c"), "not tracked\n");
        var (status, index) = (git.Tree.Git("status", "--porcelain"), await System.IO.File.ReadAllBytesAsync(Path.Combine(git.Tree.Folder, ".git/index")));

        await git.PutAsync("x", File("a", "2\n"), File("d"), Delete("b"));

        Assert.Equal(index, await System.IO.File.ReadAllBytesAsync(Path.Combine(git.Tree.Folder, ".git/index")));
        Assert.Equal(status, git.Tree.Git("status", "--porcelain"));
        Assert.Equal(["a", "d"], git.Tree.Paths("x"));
    }

    [SkippableFact]
    public async Task Hooks_filters_signing_and_other_configuration_of_the_repository_take_no_part()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(git.Tree.Folder, ".git/info/attributes"), "* text eol=crlf filter=shout ident working-tree-encoding=UTF-16\n");
        var ran = Path.Combine(git.Outside, "ran");
        foreach (var hook in (string[])["pre-commit", "post-commit", "commit-msg", "reference-transaction", "post-index-change", "pre-auto-gc"])
        {
            await WriteScriptAsync(Path.Combine(git.Tree.Folder, ".git/hooks", hook), $"touch '{ran}'\nexit 1");
        }

        string[] settings =
        [
            "core.autocrlf=true", "core.safecrlf=true", "core.fsmonitor=touch " + ran, "core.splitIndex=true", "commit.gpgSign=true", "gpg.program=false",
            "filter.shout.clean=tr a-z A-Z", "filter.shout.required=true", "i18n.commitEncoding=ISO-8859-1", "core.sparseCheckout=true", "user.name=Somebody else", "core.ignoreCase=true",
            "author.email=else@example.com", "index.sparse=true", "core.compression=0",
        ];
        foreach (var setting in settings)
        {
            git.Tree.Git("config", setting.Split('=')[0], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }

        await git.PutAsync(Proposal("x", File("b", "one\nzwei: ü\n")) with { Title = "Größe" });

        Assert.Equal("one\nzwei: ü\n", git.Tree.Read("x", "b"));
        var commit = git.Tree.Git("cat-file", "commit", "x");
        Assert.Contains("author PipelineKit <pipelinekit@example.com>", commit, StringComparison.Ordinal);
        Assert.DoesNotContain("gpgsig", commit, StringComparison.Ordinal);
        Assert.DoesNotContain("encoding", commit, StringComparison.Ordinal);
        Assert.Contains("Größe", commit, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(ran));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(git.Tree.Folder, ".git"), "sharedindex.*"));
    }

    [SkippableFact]
    public async Task A_sparse_checkout_and_replaced_objects_do_not_change_the_tree()
    {
        using var git = new LocalGit();
        var first = git.Tree.Commit(("in/a", "1\n"), ("out/b", "1\n"));
        git.Tree.Git("sparse-checkout", "set", "--cone", "--sparse-index", "in");
        var other = git.Tree.Git("commit-tree", git.Tree.Git("mktree"), "-m", "replaced");
        git.Tree.Git("replace", first, other);

        var result = await git.PutAsync("x", File("out/c"));

        Assert.Equal(first, result.Parent);
        Assert.Equal(["in/a", "out/b", "out/c"], git.Tree.Paths("x"));
        Assert.True(System.IO.File.Exists(Path.Combine(git.Tree.Folder, "in/a")) && !Directory.Exists(Path.Combine(git.Tree.Folder, "out")));
    }

    [SkippableFact]
    public async Task A_clone_without_most_contents_and_history_is_enough()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"), ("deploy/b", "1\n"));
        var head = git.Tree.Commit(("c", "1\n"));
        git.Tree.Git("config", "uploadpack.allowFilter", "true");
        var partial = Path.Combine(git.Outside, "partial");
        git.Tree.Git("clone", "--quiet", "--no-checkout", "--depth=1", "--filter=blob:none", "file://" + git.Tree.Folder, partial);
        Directory.Move(git.Tree.Folder, git.Tree.Folder + " is gone");

        var result = await git.PutAsync(Proposal("x", File("deploy/d"), Delete("c")), partial);
        Directory.Move(git.Tree.Folder + " is gone", git.Tree.Folder);

        Assert.Equal((head, 2), (result.Parent, result.Changes.Count));
        git.Tree.Git("fetch", "--quiet", partial, "x");
        Assert.Equal(["a", "deploy/b", "deploy/d"], git.Tree.Paths("FETCH_HEAD"));
    }

    [SkippableFact]
    public async Task Another_name_of_a_branch_is_not_written_through()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        git.Tree.Git("symbolic-ref", "refs/heads/alias", "refs/heads/main");

        Assert.Equal("the branch `alias` is another name for `refs/heads/main`", (await git.RefusedAsync(FailureCodes.BranchConflict, Proposal("alias", File("b")))).What);
    }

    [SkippableTheory]
    [InlineData("release/1.0")]
    [InlineData("main/x")]
    public async Task A_branch_in_the_way_of_the_name_is_a_conflict(string branch)
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        git.Tree.Git("branch", "release");

        Assert.Contains("cannot be made beside", (await git.RefusedAsync(FailureCodes.BranchConflict, Proposal(branch, File("b")))).What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_name_that_a_shell_would_read_is_quoted_in_the_command_shown()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));

        Assert.Equal("git show 'it'\\''s;$(x)'", (await git.PutAsync("it's;$(x)", File("b"))).ShowCommand);
    }

    [SkippableFact]
    public async Task Generated_files_that_are_generated_no_longer_are_deleted_and_others_stay()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("out/theirs.yaml", "1\n"), ("src/a", "1\n"), ("outside.yaml", "1\n"));
        await git.PutAsync(Generated("out/a.yaml", "out/deep/b.yaml"));

        var result = await git.PutAsync(Generated("out/a.yaml", "out/c.yaml"));

        Assert.Equal(["out/a.yaml", "out/c.yaml", "out/list", "out/theirs.yaml", "outside.yaml", "src/a"], git.Tree.Paths("x"));
        Assert.Equal(["out/c.yaml", "out/deep/b.yaml", "out/list"], result.Changes.Select(c => c.Path));

        // A list that somebody changed reaches nothing outside of the folder.
        var hostile = Generated("out/a.yaml");
        await git.PutAsync(hostile with { Changes = hostile.Changes with { Owned = hostile.Changes.Owned! with { ReadList = _ => ["outside.yaml", "out/../src/a", "outs", "", "out", "src/a"] } } });
        Assert.Equal(["out/a.yaml", "out/c.yaml", "out/list", "out/theirs.yaml", "outside.yaml", "src/a"], git.Tree.Paths("x"));

        static ChangeProposal Generated(params string[] paths)
        {
            var list = File("out/list", string.Join('\n', paths));
            return Proposal("x") with
            {
                Changes = new ChangeSet([.. paths.Select(p => File(p)), list], new OwnedFolder("out", "out/list", c => System.Text.Encoding.UTF8.GetString(c.Span).Split('\n'))),
            };
        }
    }

    [SkippableFact]
    public async Task A_folder_that_is_no_repository_is_said_to_be_none()
    {
        Peer.Program("git");
        using var folder = new TempFolder();

        Assert.Contains("is not in a Git repository", (await FailsAsync(new LocalGitOptions { Folder = folder.Path })).What, StringComparison.Ordinal);
        Assert.Contains("is not there", (await FailsAsync(new LocalGitOptions { Folder = Path.Combine(folder.Path, "none") })).What, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("echo git version 2.17.1", "Git 2.17 is too old", "Install Git 2.25 or newer.")]
    [InlineData("echo hello", "answers `hello` when asked for its version", "Check which program is called `git` on PATH.")]
    [InlineData(null, "cannot be run", "Install Git (2.25 or newer)")]
    public async Task A_Git_that_is_missing_or_too_old_is_said_to_be(string? script, string what, string remedy)
    {
        using var git = new LocalGit();
        var program = Path.Combine(git.Outside, "fake-git");
        if (script is not null)
        {
            await WriteScriptAsync(program, script);
        }

        var failure = await FailsAsync(new LocalGitOptions { Folder = git.Tree.Folder, Program = program });

        Assert.Contains(what, failure.What, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.RemedyText, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_repository_of_another_user_is_used_only_when_that_is_accepted()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can give a folder to another user");
        using (var chown = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("chown") { ArgumentList = { "-R", "12345", git.Tree.Folder } })!)
        {
            await chown.WaitForExitAsync();
        }

        var failure = await FailsAsync(new LocalGitOptions { Folder = git.Tree.Folder });
        var result = await new LocalGitPullRequests(new LocalGitOptions { Folder = git.Tree.Folder, AcceptsOtherOwner = true }, git.Clock).PutAsync(Proposal("x", File("b")), default);

        Assert.Contains("belongs to another user", failure.What, StringComparison.Ordinal);
        Assert.Contains($"git config --global --add safe.directory '{git.Tree.Folder}'", failure.Remedy, StringComparison.Ordinal);
        Assert.False(result.IsUnchanged);
    }

    [SkippableFact]
    public async Task A_damaged_repository_is_reported_in_the_words_of_Git()
    {
        using var git = new LocalGit();
        var commit = git.Tree.Commit(("a", "1\n"));
        var tree = git.Tree.Git("rev-parse", commit + "^{tree}");
        System.IO.File.Delete(Path.Combine(git.Tree.Folder, ".git/objects", tree[..2], tree[2..]));

        var failure = await FailsAsync(new LocalGitOptions { Folder = git.Tree.Folder });

        Assert.StartsWith("`git read-tree` ended with 128: fatal: ", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_run_that_is_cancelled_leaves_no_branch()
    {
        using var git = new LocalGit();
        git.Tree.Commit(("a", "1\n"));
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => git.PullRequests().PutAsync(Proposal("x", File("b")), source.Token));

        Assert.Equal("main", git.Tree.Git("for-each-ref", "--format=%(refname:short)"));
    }

    private static async Task<Failure> FailsAsync(LocalGitOptions options)
    {
        var thrown = await Assert.ThrowsAsync<FailureException>(() => new LocalGitPullRequests(options, TimeProvider.System).PutAsync(Proposal("x", File("b")), default));
        var failure = Assert.Single(thrown.Failures);
        Assert.Equal(FailureCodes.UnusableRepository, failure.Code);
        return failure;
    }
}
