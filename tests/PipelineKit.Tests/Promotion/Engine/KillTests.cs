using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion.Engine;

/// <summary>Runs that are killed, overtaken and raced. In the end there is one digest, the same in tag, ledger, lock and manifest.</summary>
public sealed class KillTests
{
    private const int Seeds = 200;

    [Fact]
    public async Task Killed_at_any_call_and_run_again_it_ends_with_one_digest_and_an_unbroken_ledger()
    {
        var calls = await CallsAsync();
        await ForEachAsync(Enumerable.Range(1, calls).SelectMany(k => (int[])[k, -k]), async k =>
        {
            using var world = new PromotionWorld();
            var (_, two) = await StartAsync(world);
            await DieAsync(world, world.Request("dev", two), Math.Abs(k), after: k < 0);
            await world.PromoteAsync("dev", two);
            await AssertOneAsync(world, two, $"killed at call {k}");
            Assert.Null((await world.HistoryAsync("dev")).OpenIntent);
        });
    }

    [Fact]
    public async Task A_rollback_that_is_killed_at_any_call_and_run_again_goes_back_once()
    {
        await ForEachAsync(Enumerable.Range(1, 40).SelectMany(k => (int[])[k, -k]), async k =>
        {
            using var world = new PromotionWorld();
            var (one, two) = await StartAsync(world);
            await world.PromoteAsync("dev", two);
            await DieAsync(world, world.Back("dev"), Math.Abs(k), after: k < 0);
            await world.RollbackAsync("dev");
            await AssertOneAsync(world, one, $"killed at call {k}");
            Assert.True((await world.HistoryAsync("dev")).Rejected.ContainsKey(two));
        });
    }

    [Fact]
    public async Task Two_promotions_race_at_any_call_one_wins_and_the_other_says_why()
    {
        var calls = await CallsAsync();
        await ForEachAsync(Enumerable.Range(1, calls).SelectMany(k => (int[])[k, -k]), async k =>
        {
            using var world = new PromotionWorld();
            var (_, two) = await StartAsync(world);
            var three = world.Build("three");
            Digest? other = null;
            var chaos = new Chaos(Math.Abs(k), k < 0, async () => other = await WonAsync(world, world.Request("dev", three)));
            var won = await WonAsync(world, world.Request("dev", two), chaos);

            // One may also win after the other: it began when the other had finished.
            var current = (await world.HistoryAsync("dev")).Current!.Digest;
            Assert.Contains(current, (Digest?[])[won, other]);
            await AssertOneAsync(world, current, $"raced at call {k}");
        });
    }

    [Fact]
    public async Task A_run_that_was_taken_for_dead_gives_way_wherever_it_comes_back()
    {
        var calls = await CallsAsync();
        await ForEachAsync(Enumerable.Range(1, calls).SelectMany(k => (int[])[k, -k]), async k =>
        {
            using var world = new PromotionWorld();
            var (_, two) = await StartAsync(world);
            var three = world.Build("three");
            var chaos = new Chaos(Math.Abs(k), k < 0, () => world.RunAsync(world.Request("dev", three) with { Lease = TimeSpan.Zero }));
            var won = await WonAsync(world, world.Request("dev", two), chaos);
            var current = (await world.HistoryAsync("dev")).Current!.Digest;
            Assert.Contains(current, (Digest?[])[won, three]);
            await AssertOneAsync(world, current, $"taken over at call {k}");
        });
    }

    [Fact]
    public async Task Whatever_is_killed_in_whatever_order_the_next_whole_run_puts_everything_right()
    {
        var calls = await CallsAsync();
        await ForEachAsync(Enumerable.Range(1, Seeds), async seed =>
        {
            using var world = new PromotionWorld();
            var random = new Random(seed);
            var (one, two) = await StartAsync(world);
            var three = world.Build("three");
            for (var step = random.Next(1, 4); step > 0; step--)
            {
                var request = random.Next(3) switch
                {
                    0 => world.Request("dev", two),
                    1 => world.Request("dev", three),
                    _ => world.Back("dev", one),
                };
                await DieAsync(world, request with { Lease = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(15) }, random.Next(1, calls + 1), random.Next(2) == 0);
            }

            var last = random.Next(2) == 0 ? two : three;
            await world.RunAsync(world.Request("dev", last) with { Lease = TimeSpan.Zero, ClearRejection = true, Reason = "cleared" });
            await AssertOneAsync(world, last, $"seed {seed}");
        });
    }

    [Fact]
    public async Task A_source_tag_that_moves_between_any_two_calls_never_mixes_digests()
    {
        using var world = new PromotionWorld();
        var moving = world.Registry.AddMovingTag("build/shop", "moving", 3);
        Assert.True(PipelineKit.Images.ImageLocation.TryParse($"{world.Registry.Endpoint}/build/shop:moving", mayResolve: true, out var image, out _));

        var result = await world.RunAsync(world.Request("dev") with { Image = image, FromRepository = "" });

        Assert.Contains(result.Subject.Digest, moving);
        await AssertOneAsync(world, result.Subject.Digest, "moving");
    }

    private static async Task<(Digest One, Digest Two)> StartAsync(PromotionWorld world)
    {
        var one = world.Build("one");
        await world.PromoteAsync("dev", one);
        world.Merge("dev");
        return (one, world.Build("two"));
    }

    // How many calls a whole promotion makes.
    private static async Task<int> CallsAsync()
    {
        using var world = new PromotionWorld();
        var (_, two) = await StartAsync(world);
        var chaos = new Chaos();
        await world.RunAsync(world.Request("dev", two), chaos);
        Assert.InRange(chaos.Calls, 30, 200);
        return chaos.Calls;
    }

    private static async Task DieAsync(PromotionWorld world, PromotionRequest request, int at, bool after)
    {
        try
        {
            await world.RunAsync(request, new Chaos(at, after));
        }
        catch (KilledException)
        {
            // That is what was asked for.
        }
        catch (FailureException e)
        {
            Assert.Contains(e.Failures[0].Code, (FailureCode[])[FailureCodes.PromotionInProgress, FailureCodes.NothingToRollBackTo]);
        }
    }

    // The digest when the run ended well; null when it was told that somebody else was quicker.
    private static async Task<Digest?> WonAsync(PromotionWorld world, PromotionRequest request, Chaos? chaos = null)
    {
        try
        {
            await world.RunAsync(request, chaos);
            return request.Digest;
        }
        catch (FailureException e)
        {
            Assert.Equal(FailureCodes.PromotionInProgress, e.Failures[0].Code);
            return null;
        }
    }

    private static async Task AssertOneAsync(PromotionWorld world, Digest digest, string when)
    {
        var history = await world.HistoryAsync("dev");
        Assert.True(history.Current?.Digest == digest, $"{when}: the ledger says {history.Current?.Digest}, not {digest}");
        Assert.True(world.Tag("dev") == digest, $"{when}: the tag means {world.Tag("dev")}, not {digest}");
        foreach (var file in (string[])["deploy/dev.yaml", "deploy/dev.lock.yaml"])
        {
            var text = world.File("dev", file);
            Assert.True(text.Contains(digest.Text, StringComparison.Ordinal) && text.Split("dev/shop").Length == 2, $"{when}: {file} is\n{text}");
        }
    }

    private static Task ForEachAsync(IEnumerable<int> cases, Func<int, Task> body) =>
        Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (item, _) => await body(item));
}
