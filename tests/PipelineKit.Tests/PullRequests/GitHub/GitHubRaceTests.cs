using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.GitHub.GitHubBench;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubRaceTests
{
    private const string Branch = "pipelinekit/shop/production";
    private readonly GitHubBench _bench = new();

    private static ChangeProposal Full(string image) => Proposal(File("deploy/app.yaml", $"image: {image}\n"), File("deploy/a.bin", "a\0b")) with
    {
        PullRequest = new PullRequestSettings { Labels = ["deploy"], Reviewers = ["ann", "acme/ops"], Assignees = ["bob"], AutoMerge = MergeMethod.Squash, StickyComment = "Gates hold.", Marker = "shop/production" },
    };

    public static TheoryData<bool, string> Moments => new()
    {
        { false, nameof(FakeFault.KilledBefore) },
        { false, nameof(FakeFault.KilledAfter) },
        { true, nameof(FakeFault.KilledBefore) },
        { true, nameof(FakeFault.KilledAfter) },
        { false, nameof(FakeFault.LostBefore) },
        { false, nameof(FakeFault.LostAfter) },
        { true, nameof(FakeFault.LostBefore) },
        { true, nameof(FakeFault.LostAfter) },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task After_an_end_at_any_request_another_run_leaves_one_commit_in_one_pull_request(bool isUpdate, string fault)
    {
        for (var at = 0; ; at++)
        {
            var bench = new GitHubBench();
            if (isUpdate)
            {
                await bench.PutAsync(Full("older"));
                bench.Hub.Forget();
            }

            bench.Hub.Fault = (i, _) => i == at ? Enum.Parse<FakeFault>(fault) : FakeFault.None;
            var whole = await EndsAsync(bench);
            var requests = bench.Hub.Seen.Count;
            bench.Hub.Fault = (_, _) => FakeFault.None;
            await bench.PutAsync(Full("new"));

            Assert.Single(bench.Ahead());
            Assert.Equal("image: new\n", bench.Git.Text(Branch, "deploy/app.yaml"));
            var pull = Assert.Single(bench.Hub.Pulls);
            Assert.Equal(("open", "SQUASH", "deploy", "bob"), (pull.State, pull.AutoMerge, Assert.Single(pull.Labels), Assert.Single(pull.Assignees)));
            Assert.Equal(("ann", "ops"), (Assert.Single(pull.Reviewers), Assert.Single(pull.Teams)));
            Assert.Equal("<!-- pipelinekit:shop/production -->\nGates hold.", Assert.Single(pull.Comments).Body);
            bench.Hub.Forget();
            await bench.PutAsync(Full("new"));
            Assert.DoesNotContain(bench.Hub.Seen, s => s.IsWrite);
            if (whole && at >= requests)
            {
                Assert.InRange(requests, 7, 20);
                return;
            }
        }
    }

    private static async Task<bool> EndsAsync(GitHubBench bench)
    {
        try
        {
            await bench.PutAsync(Full("new"));
            return true;
        }
        catch (Exception e) when (e is FakeKillException or FailureException)
        {
            return false;
        }
    }

    [Fact]
    public async Task What_a_person_committed_stays_and_the_change_goes_on_top()
    {
        await Put("new");
        var theirs = _bench.Git.Push(Branch, "Raise the limit", ("deploy/limit.yaml", "limit: 2\n"));

        var result = await Put("newer");

        Assert.Equal(theirs, result.Parent);
        Assert.Equal("limit: 2\n", _bench.Git.Text(Branch, "deploy/limit.yaml"));
        Assert.Equal("image: newer\n", _bench.Git.Text(Branch, "deploy/app.yaml"));

        // Also when the last commit is ours again.
        await Put("newest");
        Assert.Contains(theirs, _bench.Ahead());
        Assert.True((await Put("newest")).IsUnchanged);
        Assert.Single(_bench.Hub.Pulls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_of_ours_that_a_person_amended_or_merged_into_is_theirs(bool isMerge)
    {
        await Put("new");
        var message = _bench.Git.Message(Branch);
        if (isMerge)
        {
            var main = _bench.Git.Push("main", "Elsewhere", ("README.md", "other\n"));
            var tree = new SortedDictionary<string, FakeEntry>(_bench.Git.Trees[_bench.Git.Commits[main].Tree], StringComparer.Ordinal)
            {
                ["deploy/app.yaml"] = _bench.Git.Trees[_bench.Git.Commits[_bench.Git.Branches[Branch]].Tree]["deploy/app.yaml"],
            };
            _bench.Git.Branches[Branch] = _bench.Git.AddCommit(new FakeCommit(_bench.Git.AddTree(tree), [_bench.Git.Branches[Branch], main], message, "person"));
        }
        else
        {
            _bench.Git.Branches[Branch] = _bench.Git.Branches["main"];
            _bench.Git.Push(Branch, message, ("deploy/app.yaml", "image: new\n"), ("deploy/limit.yaml", "limit: 2\n"));
        }

        var theirs = _bench.Git.Branches[Branch];
        var result = await Put("newer");

        Assert.Equal(theirs, result.Parent);
    }

    [Theory]
    [InlineData("deploy/app.yaml", "image: new\nreplicas: 9\n")]
    [InlineData("deploy/app.yaml", null)]
    public async Task A_file_that_a_person_edited_on_the_branch_is_not_written_over(string path, string? content)
    {
        await Put("new");
        var theirs = _bench.Git.Push(Branch, "By hand", (path, content));
        _bench.Hub.Forget();
        var early = await _bench.RefusedAsync(FailureCodes.BranchConflict, p => p.CheckAsync(GitHubBench.Proposal(GitHubBench.File("deploy/app.yaml", "image: newer\n")), default));
        Assert.DoesNotContain(_bench.Hub.Seen, r => r.IsWrite);

        var failure = await _bench.RefusedAsync(FailureCodes.BranchConflict, p => p.PutAsync(GitHubBench.Proposal(GitHubBench.File("deploy/app.yaml", "image: newer\n")), default));

        Assert.Contains("Somebody edited `deploy/app.yaml` on the branch", failure.What, StringComparison.Ordinal);
        Assert.Equal(failure.What, early.What);
        Assert.Equal(theirs, _bench.Git.Branches[Branch]);
        _bench.Git.Push(Branch, "As it was", ("deploy/app.yaml", "image: new\n"));
        Assert.Equal("image: newer\n", (await Put("newer"), _bench.Git.Text(Branch, "deploy/app.yaml")).Item2);
    }

    [Fact]
    public async Task What_undoes_nothing_of_a_person_passes_the_look_ahead()
    {
        var host = _bench.Open();
        var proposal = GitHubBench.Proposal(GitHubBench.File("deploy/app.yaml", "image: newer\n"));
        await host.CheckAsync(proposal, default);
        await Put("new");
        await host.CheckAsync(proposal, default);
        _bench.Git.Push(Branch, "By hand", ("deploy/other.yaml", "x: 2\n"));

        await host.CheckAsync(proposal, default);
        await host.CheckAsync(proposal with { Branch = "main" }, default);
        Assert.Equal("https://github.com/acme/shop/blob/a/b/c%20d.json", host.AddressOf("a/b", "c d.json"));
    }

    [Fact]
    public async Task An_edit_amended_into_a_commit_of_ours_is_an_edit()
    {
        await Put("new");
        var message = _bench.Git.Message(Branch);
        _bench.Git.Branches[Branch] = _bench.Git.Branches["main"];
        _bench.Git.Push(Branch, message, ("deploy/app.yaml", "image: new\nreplicas: 9\n"));

        await _bench.RefusedAsync(FailureCodes.BranchConflict, p => p.PutAsync(GitHubBench.Proposal(GitHubBench.File("deploy/app.yaml", "image: newer\n")), default));
    }

    [Fact]
    public async Task Whoever_pushes_between_reading_and_moving_is_not_overwritten()
    {
        await Put("new");
        foreach (var moment in (string[])["graphql UpdateRefs", "POST git/commits", "graphql Objects"])
        {
            var pushed = "";
            _bench.Hub.Meanwhile = r =>
            {
                pushed = pushed.Length == 0 && r.Line == moment ? _bench.Git.Push(Branch, "Quick " + moment, (moment.Split('/')[^1] + ".txt", moment)) : pushed;
                return Task.CompletedTask;
            };
            await Put(moment);

            Assert.NotEmpty(pushed);
            Assert.Contains(pushed, _bench.Ahead());
            Assert.Equal($"image: {moment}\n", _bench.Git.Text(Branch, "deploy/app.yaml"));
        }
    }

    [Fact]
    public async Task Whoever_makes_the_branch_first_is_not_overwritten()
    {
        _bench.Hub.Meanwhile = r =>
        {
            if (r.Line == "POST git/refs" && !_bench.Git.Branches.ContainsKey(Branch))
            {
                _bench.Git.Branches[Branch] = _bench.Git.Branches["main"];
                _bench.Git.Push(Branch, "Mine", ("mine.txt", "mine"));
            }

            return Task.CompletedTask;
        };
        await Put("new");

        Assert.Equal("mine", _bench.Git.Text(Branch, "mine.txt"));
        Assert.Equal("image: new\n", _bench.Git.Text(Branch, "deploy/app.yaml"));
    }

    [Fact]
    public async Task Two_runs_at_once_leave_one_pull_request_with_the_change_of_one_of_them()
    {
        for (var at = 0; at < 12; at++)
        {
            var bench = new GitHubBench();
            var isFirst = true;
            bench.Hub.Meanwhile = async _ =>
            {
                if (isFirst && bench.Hub.Seen.Count == at + 1)
                {
                    isFirst = false;
                    await bench.PutAsync(Full("second"));
                }
            };
            await bench.PutAsync(Full("first"));

            Assert.Single(bench.Ahead());
            Assert.Contains(bench.Git.Text(Branch, "deploy/app.yaml"), (string[])["image: first\n", "image: second\n"]);
            Assert.Single(bench.Hub.Pulls);
        }
    }

    [Fact]
    public async Task A_branch_that_never_stands_still_is_a_conflict_in_the_end()
    {
        await Put("new");
        var pushes = 0;
        _bench.Hub.Meanwhile = r =>
        {
            _ = r.Line == "graphql UpdateRefs" ? _bench.Git.Push(Branch, "Again", ("busy.txt", $"{pushes++}")) : "";
            return Task.CompletedTask;
        };

        var failure = await _bench.RefusedAsync(FailureCodes.BranchConflict, p => p.PutAsync(Proposal(File("deploy/app.yaml", "image: newer\n")), default));

        Assert.Contains("3 times", failure.What, StringComparison.Ordinal);
    }

    private Task<ProposalResult> Put(string image) => _bench.PutAsync(File("deploy/app.yaml", $"image: {image}\n"));
}
