using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubCommitTests
{
    private const string Ledger = "pipelinekit/ledger";
    private readonly GitHubBench _bench = new();

    [Fact]
    public async Task A_branch_without_a_history_of_its_own_is_made_once()
    {
        var head = await CommitAsync(expected: null, "one\n");

        Assert.Equal(head, _bench.Git.Branches[Ledger]);
        Assert.Empty(_bench.Git.Commits[head!].Parents);
        Assert.Equal(["promotions/production.jsonl"], _bench.Git.Trees[_bench.Git.Commits[head!].Tree].Keys);
        Assert.Null(await CommitAsync(expected: null, "other\n"));
    }

    [Fact]
    public async Task The_next_commit_goes_on_top_only_where_the_branch_stands_as_it_was_read()
    {
        var first = await CommitAsync(expected: null, "one\n");
        var second = await CommitAsync(first, "one\ntwo\n");

        Assert.Equal([first!], _bench.Git.Commits[second!].Parents);
        Assert.Null(await CommitAsync(first, "one\nelse\n"));
        Assert.Equal("one\ntwo\n", _bench.Git.Text(Ledger, "promotions/production.jsonl"));
        Assert.Equal(second, await CommitAsync(second, "one\ntwo\n"));
        Assert.Empty(_bench.Hub.Pulls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_writers_at_any_moment_one_wins_and_the_other_is_told(bool isNew)
    {
        for (var at = 0; at < 6; at++)
        {
            var bench = new GitHubBench();
            var start = isNew ? null : await CommitAsync(bench, expected: null, "start\n");
            bench.Hub.Forget();
            var others = new List<string?>();
            bench.Hub.Meanwhile = async _ =>
            {
                if (bench.Hub.Seen.Count == at + 1)
                {
                    others.Add(await CommitAsync(bench, start, "other\n"));
                }
            };
            var own = await CommitAsync(bench, start, "own\n");
            bench.Hub.Meanwhile = _ => Task.CompletedTask;

            var isOther = others is [not null, ..];
            Assert.Equal(isOther, own is null);
            Assert.Equal(isOther ? "other\n" : "own\n", bench.Git.Text(Ledger, "promotions/production.jsonl"));
            Assert.Equal(isNew ? 1 : 2, bench.Git.Ahead(bench.Git.Branches[Ledger], bench.Git.Branches["main"]).Count);
        }
    }

    [Theory]
    [InlineData(nameof(FakeFault.LostBefore))]
    [InlineData(nameof(FakeFault.LostAfter))]
    public async Task An_answer_lost_on_the_way_is_no_lost_race(string fault)
    {
        for (var at = 0; at < 6; at++)
        {
            var bench = new GitHubBench();
            var first = await CommitAsync(bench, expected: null, "one\n");
            bench.Hub.Forget();
            bench.Hub.Fault = (i, _) => i == at ? Enum.Parse<FakeFault>(fault) : FakeFault.None;

            var second = await CommitAsync(bench, first, "two\n");

            Assert.Equal(bench.Git.Branches[Ledger], second);
            Assert.Equal([first!], bench.Git.Commits[second!].Parents);
        }
    }

    [Fact]
    public async Task A_branch_of_signed_commits_gets_signed_ones()
    {
        var first = await CommitAsync(expected: null, "one\n");
        _bench.Hub.Graph.Rule = (_, commit) => _bench.Git.Commits[commit].By == "signed" ? null : "Commits must have verified signatures.";

        var second = await CommitAsync(first, "two\n");

        Assert.Equal(("signed", first), (_bench.Git.Commits[second!].By, Assert.Single(_bench.Git.Commits[second!].Parents)));
    }

    [Fact]
    public async Task Closing_says_why_and_deletes_the_branch()
    {
        await _bench.PutAsync(GitHubBench.File("deploy/app.yaml", "image: new\n"));
        await _bench.Open().CloseAsync("pipelinekit/shop/production", "There is a newer one.", default);
        await _bench.Open().CloseAsync("pipelinekit/shop/production", "There is a newer one.", default);

        var pull = Assert.Single(_bench.Hub.Pulls);
        Assert.Equal(("closed", "<!-- pipelinekit:closed -->\nThere is a newer one."), (pull.State, Assert.Single(pull.Comments).Body));
        Assert.Equal(["main"], _bench.Git.Branches.Keys);
    }

    [Fact]
    public async Task Closing_keeps_a_branch_on_which_people_worked()
    {
        await _bench.PutAsync(GitHubBench.File("deploy/app.yaml", "image: new\n"));
        _bench.Git.Push("pipelinekit/shop/production", "Mine", ("mine.txt", "m"));

        await _bench.Open().CloseAsync("pipelinekit/shop/production", "There is a newer one.", default);

        Assert.Equal("closed", Assert.Single(_bench.Hub.Pulls).State);
        Assert.Equal("m", _bench.Git.Text("pipelinekit/shop/production", "mine.txt"));
    }

    [Fact]
    public async Task Closing_again_after_an_end_at_any_request_comes_to_the_same()
    {
        for (var at = 0; at < 7; at++)
        {
            var bench = new GitHubBench();
            await bench.PutAsync(GitHubBench.File("deploy/app.yaml", "image: new\n"));
            bench.Hub.Forget();
            bench.Hub.Fault = (i, _) => i == at ? FakeFault.KilledAfter : FakeFault.None;
            var killed = await Record.ExceptionAsync(() => bench.Open().CloseAsync("pipelinekit/shop/production", "Old.", default));
            bench.Hub.Fault = (_, _) => FakeFault.None;
            await bench.Open().CloseAsync("pipelinekit/shop/production", "Old.", default);

            Assert.Equal(at < 5, killed is FakeKillException);
            Assert.Equal("closed", Assert.Single(bench.Hub.Pulls).State);
            Assert.Single(bench.Hub.Pulls[0].Comments);
            Assert.Equal(["main"], bench.Git.Branches.Keys);
        }
    }

    [Fact]
    public async Task Names_that_are_none_are_refused_before_anything_is_asked()
    {
        await _bench.RefusedAsync(FailureCodes.BadInputValue, p => p.CloseAsync("refs/heads/x", "", default));
        await _bench.RefusedAsync(FailureCodes.BadInputValue, p => p.ReadAsync("a..b", ["x"], default));
        await _bench.RefusedAsync(FailureCodes.UnwritableFile, p => p.ReadAsync("a", ["../x"], default));
        Assert.Empty(_bench.Hub.Seen);
    }

    private Task<string?> CommitAsync(string? expected, string text) => CommitAsync(_bench, expected, text);

    private static Task<string?> CommitAsync(GitHubBench bench, string? expected, string text) =>
        bench.Open().CommitAsync(
            new DirectCommit
            {
                Branch = Ledger,
                ExpectedHead = expected,
                Files = [GitHubBench.File("promotions/production.jsonl", text)],
                Title = "Promote shop to production",
                Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
            },
            default);
}
