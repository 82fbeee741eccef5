using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Audit;

public sealed class LedgerStoreTests
{
    private const string Branch = "pipelinekit/ledger";

    [Fact]
    public async Task What_is_not_there_is_empty()
    {
        var view = await Store(new MemoryPullRequests()).ReadAsync(["staging", "production"], CancellationToken.None);

        Assert.Null(view.Head);
        Assert.Equal(["staging", "production"], view.Ledgers.Keys);
        Assert.All(view.Ledgers.Values, l => Assert.Empty(l.Entries));
    }

    [Fact]
    public async Task Line_and_record_come_in_one_commit()
    {
        var host = new MemoryPullRequests();
        byte[] bundle = [1, 2, 3];

        var view = await Store(host).AppendAsync("production", _ => new LedgerAddition(Lines.Entry(LedgerKind.Commit, 1), bundle), CancellationToken.None);

        var commit = Assert.Single(host.Log(Branch));
        Assert.Equal((commit.Id, null), (view.Head!, commit.Parent));
        Assert.Equal("production: commit sha256:4bf5122f3445", commit.Title);
        var record = Digest.Sha256(bundle);
        Assert.Equal(["promotions/production.jsonl", $"promotions/records/{record.Hex}.json"], commit.Files.Keys);
        Assert.Equal(record, view.Ledgers["production"].Entries[0].Record);
        Assert.Equal(view.Ledgers["production"].Lines, (await Store(host).ReadAsync(["production"], CancellationToken.None)).Ledgers["production"].Lines);
    }

    [Fact]
    public async Task Of_two_that_append_at_once_both_land_and_the_second_decides_again()
    {
        var host = new MemoryPullRequests();
        var seen = new List<int>();
        var raced = false;
        host.Before = async call =>
        {
            if (call.Name == "commit" && !raced)
            {
                raced = true;
                await Store(host).AppendAsync("staging", _ => new LedgerAddition(Lines.Entry(LedgerKind.Intent, 7, environment: "staging")), CancellationToken.None);
                await Store(host).AppendAsync("production", _ => new LedgerAddition(Lines.Entry(LedgerKind.Intent, 9)), CancellationToken.None);
            }
        };

        var view = await Store(host).AppendAsync("production", ["staging"], v =>
        {
            seen.Add(v.Ledgers["production"].Entries.Count + v.Ledgers["staging"].Entries.Count);
            return new LedgerAddition(Lines.Entry(LedgerKind.Intent, 1));
        }, CancellationToken.None);

        Assert.Equal([0, 2], seen);
        Assert.Equal([Lines.Image(9), Lines.Image(1)], view.Ledgers["production"].Entries.Select(e => e.Digest));
        Assert.Equal(3, host.Log(Branch).Count);
    }

    [Fact]
    public async Task Of_many_concurrent_writers_none_is_lost()
    {
        var host = new MemoryPullRequests();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await TryUntilAsync(() => Store(host).AppendAsync("production", _ => new LedgerAddition(Lines.Entry(LedgerKind.Verdict, (writer * 5) + i)), CancellationToken.None));
            }
        })));

        var ledger = (await Store(host).ReadAsync(["production"], CancellationToken.None)).Ledgers["production"];
        Assert.Equal(Enumerable.Range(0, 40).Select(i => Lines.Image(i).Text).Order(StringComparer.Ordinal), ledger.Entries.Select(e => e.Digest.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_loses_every_time_says_so_after_growing_waits()
    {
        var host = new MemoryPullRequests();
        host.Before = call =>
        {
            if (call.Name == "commit")
            {
                host.Commit(Branch, "other", call.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            return Task.CompletedTask;
        };
        var time = new FakeTimeProvider { AutoAdvance = true };

        var failure = await Assert.ThrowsAsync<FailureException>(() => Store(host, time).AppendAsync("production", _ => new LedgerAddition(Lines.Full()), CancellationToken.None));

        Assert.Equal(("PK0802", ExitCode.Refused), (failure.Failures[0].Code.Id, failure.Exit));
        Assert.Equal(11, time.Waits.Count);
        Assert.True(time.Waits[0] < TimeSpan.FromMilliseconds(100) && time.Waits.All(w => w < TimeSpan.FromSeconds(5)) && time.Elapsed > TimeSpan.FromSeconds(10));
        Assert.False(host.Head(Branch)!.Files.ContainsKey("promotions/production.jsonl"));
    }

    [Fact]
    public async Task A_writer_that_is_killed_before_its_commit_leaves_nothing()
    {
        var host = new MemoryPullRequests { Before = call => call.Name == "commit" ? Task.FromException(new TimeoutException()) : Task.CompletedTask };

        await Assert.ThrowsAsync<TimeoutException>(() => Store(host).AppendAsync("production", _ => new LedgerAddition(Lines.Full(), new byte[] { 1 }), CancellationToken.None));

        Assert.Null(host.Head(Branch));
    }

    [Fact]
    public async Task Nothing_is_written_when_nothing_is_decided()
    {
        var host = new MemoryPullRequests();

        await Store(host).AppendAsync("production", _ => null, CancellationToken.None);

        Assert.Equal(["read"], host.Calls.Select(c => c.Name));
    }

    [Theory]
    [InlineData("production", "staging", "was copied or renamed")]
    [InlineData("production", "", "is empty")]
    public async Task A_ledger_that_is_not_its_own_is_broken(string environment, string content, string said)
    {
        var host = new MemoryPullRequests();
        var text = content.Length == 0 ? "" : Lines.Ledger(Lines.Entry(LedgerKind.Intent, 1, environment: content)).Text();
        host.Commit(Branch, "promotions/production.jsonl", text);

        var failure = await Assert.ThrowsAsync<FailureException>(() => Store(host).AppendAsync(environment, _ => null, CancellationToken.None));

        Assert.Equal("PK0801", failure.Failures[0].Code.Id);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    private static LedgerStore Store(MemoryPullRequests host, TimeProvider? time = null) =>
        new(host, Branch, "promotions", new CommitAuthor("PipelineKit", "pipelinekit@example.com"), time ?? new FakeTimeProvider { AutoAdvance = true });

    private static async Task TryUntilAsync(Func<Task> append)
    {
        for (var done = false; !done;)
        {
            try
            {
                await append();
                done = true;
            }
            catch (FailureException e) when (e.Failures[0].Code == FailureCodes.PromotionInProgress)
            {
                // Lost twelve times in a row, which is allowed; a line must still never be lost.
            }
        }
    }
}
