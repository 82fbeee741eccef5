using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Tests.PullRequests.GitHub;
using Xunit;
using static PipelineKit.Tests.PullRequests.Azure.AzureBench;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzureRaceTests
{
    private static readonly PullRequestSettings Everything = new()
    {
        Labels = ["deploy"],
        Reviewers = ["22222222-2222-2222-2222-222222222222"],
        AutoMerge = MergeMethod.Squash,
        StickyComment = "gates",
        Marker = "shop/production",
    };

    [SkippableTheory]
    [InlineData(FakeFault.KilledBefore)]
    [InlineData(FakeFault.KilledAfter)]
    [InlineData(FakeFault.LostBefore)]
    [InlineData(FakeFault.LostAfter)]
    public async Task Killed_or_cut_off_at_any_request_and_run_again_there_is_one_commit_and_one_pull_request(object fault)
    {
        for (var call = 0; ; call++)
        {
            var bench = new AzureBench();
            await bench.PutAsync(File("deploy/app.yaml", "image: first\n"));
            bench.Git.Push("main", "By a person", ("deploy/app.yaml", "image: theirs\n"));
            bench.Hub.Forget();
            var reached = false;
            bench.Hub.Fault = (i, _) => i == call && (reached = true) ? (FakeFault)fault : FakeFault.None;
            try
            {
                await bench.PutAsync(Proposal(File("deploy/app.yaml")) with { PullRequest = Everything });
            }
            catch (Exception e) when (e is FakeKillException or FailureException)
            {
                // What the run after this one finds is what counts.
            }

            bench.Hub.Fault = (_, _) => FakeFault.None;
            await bench.PutAsync(Proposal(File("deploy/app.yaml")) with { PullRequest = Everything });

            Assert.Equal("image: new\n", bench.Git.Text(Branch, "deploy/app.yaml"));
            Assert.Single(bench.Ahead());
            var pull = bench.OnlyActive();
            Assert.Equal((true, true), (pull.Labels.Contains("deploy"), pull.AutoComplete is not null));
            Assert.Single(pull.Reviewers);
            Assert.Equal(["gates"], pull.Comments);
            if (!reached)
            {
                Assert.InRange(call, 10, 40);
                return;
            }
        }
    }

    [SkippableFact]
    public async Task A_push_that_was_done_and_whose_answer_was_lost_is_not_done_twice()
    {
        var bench = new AzureBench();
        bench.Hub.Fault = (_, r) => r.Line == "POST pushes" && !bench.Hub.Seen.Any(s => s.Line == r.Line) ? FakeFault.LostAfter : FakeFault.None;

        var first = await bench.Open().CommitAsync(AzureCommitTests.Commit(expected: null, File("p/dev.jsonl", "1\n")), default);

        Assert.Equal(bench.Git.Branches[AzureCommitTests.Ledger], first);
        Assert.Equal(2, bench.Hub.Lines.Count(l => l == "POST pushes"));
    }

    [SkippableFact]
    public async Task Somebody_who_is_quicker_is_built_upon()
    {
        var bench = new AzureBench();
        await bench.PutAsync(File("deploy/app.yaml"));
        var theirs = "";
        bench.Hub.Meanwhile = r => theirs = r.Line == "POST refs" && theirs.Length == 0 ? bench.Git.Push(Branch, "by a person", ("theirs", "t")) : theirs;

        var put = await bench.PutAsync(File("deploy/app.yaml", "image: newer\n"));

        Assert.Equal(theirs, put.Parent);
        Assert.Equal(("t", "image: newer\n"), (bench.Git.Text(Branch, "theirs"), bench.Git.Text(Branch, "deploy/app.yaml")));
    }

    [SkippableFact]
    public async Task Somebody_who_is_always_quicker_wins()
    {
        var bench = new AzureBench();
        var n = 0;
        bench.Hub.Meanwhile = r =>
        {
            if (r.Line == "POST pushes")
            {
                bench.Git.Branches.TryAdd(Branch, bench.Git.Branches["main"]);
                bench.Git.Push(Branch, "by a person", ($"theirs-{++n}", "t"));
            }
        };

        await bench.RefusedAsync(FailureCodes.BranchConflict);

        Assert.Equal(3, bench.Ahead().Count(c => bench.Git.Commits[c].Message == "by a person"));
    }

    [SkippableFact]
    public async Task Of_two_ledger_writers_one_wins_whatever_the_order()
    {
        for (var k = 0; k < 8; k++)
        {
            var bench = new AzureBench();
            var first = (await bench.Open().CommitAsync(AzureCommitTests.Commit(expected: null, File("p/a", "1\n")), default))!;
            bench.Hub.Forget();
            var others = new List<string?>();
            var started = false;
            bench.Hub.Meanwhile = _ =>
            {
                if (bench.Hub.Seen.Count == k && !started)
                {
                    started = true;
                    others.Add(bench.Open().CommitAsync(AzureCommitTests.Commit(first, File("p/a", "1\n2 other\n")), default).GetAwaiter().GetResult());
                }
            };

            var mine = await bench.Open().CommitAsync(AzureCommitTests.Commit(first, File("p/a", "1\n2 mine\n")), default);

            Assert.Equal(others is [not null] ? null : bench.Git.Branches[AzureCommitTests.Ledger], mine);
            Assert.Equal(2, bench.Git.Ahead(bench.Git.Branches[AzureCommitTests.Ledger], bench.Git.Branches["main"]).Count);
        }
    }
}
