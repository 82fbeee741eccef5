using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

/// <summary>Branches of a remote, over HTTP to a real Git server.</summary>
public sealed class LocalGitRemoteTests
{
    private const string Ledger = "pipelinekit/ledger";

    [SkippableFact]
    public async Task Branches_are_read_and_moved_at_the_remote_and_the_clone_keeps_its_own()
    {
        await using var remote = new LocalGitRemote();
        var clone = remote.Clone("clone");
        var host = remote.Open(clone);

        Assert.Null(await host.ReadAsync(Ledger, ["p/"], default));
        var first = await host.CommitAsync(Commit(expected: null, File("p/dev", "1\n")), default);
        var second = await host.CommitAsync(Commit(first, File("p/dev", "2\n")), default);
        var put = await host.PutAsync(Proposal("deploy/production", File("k8s/web.yaml")), default);
        var again = await host.PutAsync(Proposal("deploy/production", File("k8s/web.yaml")), default);

        Assert.Equal($"{second} {first}\n{first}", remote.Git("rev-list", "--parents", Ledger));
        Assert.Equal((remote.Seed, put.Commit, $"git show {put.Commit}"), (put.Parent, remote.Git("rev-parse", "deploy/production"), put.ShowCommand));
        Assert.True(again.IsUnchanged);
        var other = remote.Open(remote.Clone("other", "--single-branch"));
        Assert.Equal("2\n", LocalGitReadTests.Text(await other.ReadAsync(Ledger, ["p/dev"], default), "p/dev"));
        Assert.Equal(("main", remote.Seed), await other.ReadAsync(branch: null, [], default) is { } main ? (main.Branch, main.Head) : default);
        Assert.Equal("refs/heads/main", remote.GitIn(clone, "for-each-ref", "--format=%(refname)", "refs/heads"));
        Assert.Equal("", remote.GitIn(clone, "status", "--porcelain"));
        Assert.False(System.IO.File.Exists(Path.Combine(clone, ".git", "FETCH_HEAD")));
    }

    [SkippableFact]
    public async Task A_shallow_clone_of_one_branch_is_enough()
    {
        await using var remote = new LocalGitRemote();
        var writer = remote.Open(remote.Clone("writer"));
        await writer.PutAsync(Proposal("x", File("a")), default);
        var shallow = remote.Clone("shallow", "--depth=1", "--single-branch");

        var put = await remote.Open(shallow).PutAsync(Proposal("x", File("b")), default);

        Assert.Equal(put.Commit, remote.Git("rev-parse", "x"));
        Assert.Equal("README.md\na\nb", remote.Git("ls-tree", "-r", "--name-only", "x"));
    }

    [SkippableFact]
    public async Task Of_writers_in_clones_of_their_own_one_wins()
    {
        await using var remote = new LocalGitRemote();
        string[] clones = [.. Enumerable.Range(0, 3).Select(i => remote.Clone($"clone-{i}"))];
        var first = (await remote.Open(clones[0]).CommitAsync(Commit(expected: null, File("a")), default))!;

        var outcomes = await Task.WhenAll(clones.Select((c, i) => Task.Run(() => remote.Open(c).CommitAsync(Commit(first, File($"b{i}")), default))));

        var won = Assert.Single(outcomes, o => o is not null);
        Assert.Equal($"{won}\n{first}", remote.Git("rev-list", Ledger));
    }

    [SkippableFact]
    public async Task A_branch_that_is_moved_between_reading_and_pushing_is_not_changed()
    {
        LocalGitRemote? remote = null;
        var theirs = "";
        await using var served = remote = new LocalGitRemote(before: r =>
        {
            if (r.Query == "service=git-receive-pack" && theirs.Length == 0)
            {
                theirs = remote!.Git("commit-tree", remote.Git("rev-parse", "main^{tree}"), "-m", "theirs", "-p", remote.Git("rev-parse", Ledger));
                remote.Git("update-ref", "refs/heads/" + Ledger, theirs);
            }
        });
        var clone = remote.Clone("clone");
        theirs = "not yet";
        var first = (await remote.Open(clone).CommitAsync(Commit(expected: null, File("a")), default))!;
        theirs = "";

        Assert.Null(await remote.Open(clone).CommitAsync(Commit(first, File("b")), default));
        Assert.Equal($"{theirs}\n{first}", remote.Git("rev-list", Ledger));
    }

    [SkippableFact]
    public async Task A_push_that_is_cut_before_it_arrives_changes_nothing()
    {
        var isLost = false;
        await using var remote = new LocalGitRemote(before: r =>
        {
            if (r is { Method: "POST", Path: "/acme/shop.git/git-receive-pack" } && isLost)
            {
                isLost = false;
                throw new IOException("the line is cut");
            }
        });
        var host = remote.Open(remote.Clone("clone"));
        isLost = true;

        var thrown = await Assert.ThrowsAsync<FailureException>(() => host.CommitAsync(Commit(expected: null, File("a")), default));
        Assert.Equal(FailureCodes.RemoteUnavailable, Assert.Single(thrown.Failures).Code);
        Assert.NotNull(await host.CommitAsync(Commit(expected: null, File("a")), default));
    }

    [SkippableFact]
    public async Task A_branch_of_ours_is_deleted_one_with_commits_of_people_and_the_default_branch_are_not()
    {
        await using var remote = new LocalGitRemote();
        var clone = remote.Clone("clone");
        var host = remote.Open(clone);
        await host.PutAsync(Proposal("ours", File("a")), default);
        await host.PutAsync(Proposal("theirs", File("a")), default);
        remote.GitIn(clone, "fetch", "--quiet", remote.Bare, "theirs");
        remote.GitIn(clone, "checkout", "--quiet", "--detach", "FETCH_HEAD");
        remote.GitIn(clone, "commit", "--quiet", "--allow-empty", "--message", "by a person");
        remote.GitIn(clone, "push", "--quiet", remote.Bare, "HEAD:refs/heads/theirs");

        foreach (var branch in (string[])["ours", "theirs", "main", "nowhere"])
        {
            await host.CloseAsync(branch, "It is of no use any more.", default);
        }

        Assert.Equal("refs/heads/main\nrefs/heads/theirs", remote.Git("for-each-ref", "--format=%(refname)"));
    }

    [SkippableFact]
    public async Task An_empty_remote_gets_its_first_branch()
    {
        await using var remote = new LocalGitRemote();
        var clone = remote.Clone("clone");
        remote.Git("update-ref", "-d", "refs/heads/main");

        Assert.Null(await remote.Open(clone).ReadAsync(branch: null, [], default));
        var put = await remote.Open(clone).PutAsync(Proposal("main", File("a")) with { BaseBranch = "main" }, default);

        Assert.Equal((null, put.Commit), (put.Parent, remote.Git("rev-parse", "main")));
    }

    [SkippableFact]
    public async Task A_base_that_is_not_there_and_a_server_that_takes_no_pushes_are_told()
    {
        await using var remote = new LocalGitRemote(takesPushes: false);
        var host = remote.Open(remote.Clone("clone"));

        var noBase = await Assert.ThrowsAsync<FailureException>(() => host.PutAsync(Proposal("x", File("a")) with { BaseBranch = "nowhere" }, default));
        var noPush = await Assert.ThrowsAsync<FailureException>(() => host.CommitAsync(Commit(expected: null, File("a")), default));

        Assert.Equal((FailureCodes.BadInputValue, $"the base branch `nowhere` is not in {remote.Url}"), (noBase.Failures[0].Code, noBase.Failures[0].What));
        Assert.Equal(FailureCodes.RemoteRefused, noPush.Failures[0].Code);
    }

    [SkippableFact]
    public async Task A_hook_that_declines_is_a_conflict_with_its_reason()
    {
        await using var remote = new LocalGitRemote();
        await WriteScriptAsync(Path.Combine(remote.Bare, "hooks", "pre-receive"), "exit 1");

        var thrown = await Assert.ThrowsAsync<FailureException>(() => remote.Open(remote.Clone("clone")).CommitAsync(Commit(expected: null, File("a")), default));

        var failure = Assert.Single(thrown.Failures);
        Assert.Equal(FailureCodes.BranchConflict, failure.Code);
        Assert.Contains("pre-receive hook declined", failure.What, StringComparison.Ordinal);
    }

    private static DirectCommit Commit(string? expected, params FileChange[] files) => new()
    {
        Branch = Ledger,
        ExpectedHead = expected,
        Files = files,
        Title = "Ledger",
        Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
    };
}
