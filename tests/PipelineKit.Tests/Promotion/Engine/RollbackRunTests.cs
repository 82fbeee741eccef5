using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion.Engine;

public sealed class RollbackRunTests
{
    [Fact]
    public async Task It_goes_back_to_the_last_good_image_and_rejects_the_one_it_leaves()
    {
        using var world = new PromotionWorld();
        var (one, two) = await TwoAsync(world);

        var result = await world.RollbackAsync("dev");

        Assert.Equal(one, world.Tag("dev"));
        var history = await world.HistoryAsync("dev");
        Assert.Equal((one, LedgerAction.Rollback), (history.Current!.Digest, history.Current.Entry.Action));
        Assert.True(history.Rejected.ContainsKey(two));
        Assert.NotNull(result.Times);
        Assert.Contains(one.Text, world.File("dev", "deploy/dev.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_again_it_stays_where_it_is()
    {
        using var world = new PromotionWorld();
        var (one, _) = await TwoAsync(world);
        await world.RollbackAsync("dev");
        var head = world.Host.Head(PromotionWorld.Ledger)!.Id;

        var again = await world.RollbackAsync("dev");

        Assert.False(again.IsChanged);
        Assert.Equal(one, world.Tag("dev"));
        Assert.Equal(head, world.Host.Head(PromotionWorld.Ledger)!.Id);
    }

    [Fact]
    public async Task What_was_rolled_back_may_not_be_promoted_until_somebody_clears_it()
    {
        using var world = new PromotionWorld();
        var (_, two) = await TwoAsync(world);
        await world.RollbackAsync("dev");

        var refused = await world.PromoteAsync("dev", two);

        Assert.Contains(refused.Gates, g => g is { Id: "rejected", Result: GateResult.Failed });
        var cleared = await world.RunAsync(world.Request("dev", two) with { ClearRejection = true, Reason = "it was the database" });
        Assert.False(cleared.IsRefused);
        Assert.Equal(two, world.Tag("dev"));
        Assert.Contains((await world.LinesAsync("dev")).Entries, e => e is { Kind: LedgerKind.Clear, Reason: "it was the database" });
    }

    [Fact]
    public async Task A_rehearsal_proves_the_way_and_changes_nothing()
    {
        using var world = new PromotionWorld();
        var (_, two) = await TwoAsync(world);
        var head = world.Host.Head(PromotionWorld.Ledger)!.Id;

        var result = await world.RunAsync(world.Back("dev") with { DryRun = true });

        Assert.False(result.IsRefused);
        Assert.True(result.IsChanged);
        Assert.Equal(two, world.Tag("dev"));
        Assert.Equal(head, world.Host.Head(PromotionWorld.Ledger)!.Id);
    }

    [Fact]
    public async Task Without_an_earlier_image_there_is_nothing_to_go_back_to()
    {
        using var world = new PromotionWorld();
        await world.PromoteAsync("dev", world.Build("one"));

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RollbackAsync("dev"));

        Assert.Equal(FailureCodes.NothingToRollBackTo, failure.Failures[0].Code);
    }

    [Fact]
    public async Task A_digest_that_was_never_there_is_none_to_go_back_to()
    {
        using var world = new PromotionWorld();
        await TwoAsync(world);

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RollbackAsync("dev", world.Build("three")));

        Assert.Equal(FailureCodes.NothingToRollBackTo, failure.Failures[0].Code);
    }

    [Fact]
    public async Task The_pull_request_of_what_is_rolled_back_before_it_was_merged_is_closed()
    {
        using var world = new PromotionWorld();
        await world.PromoteAsync("dev", world.Build("one"));
        world.Merge("dev");
        await world.PromoteAsync("dev", world.Build("two"));

        await world.RollbackAsync("dev");

        Assert.Equal(["merged", "closed"], world.Host.PullRequests.Select(p => p.State));
        Assert.Null(world.Host.Head("pipelinekit/shop/dev"));
    }

    [Fact]
    public async Task A_persons_edit_in_the_pull_request_does_not_keep_the_environment_from_going_back()
    {
        using var world = new PromotionWorld();
        var (one, _) = await TwoAsync(world);
        await world.PromoteAsync("dev", world.Build("three"));
        world.Host.Commit("pipelinekit/shop/dev", "deploy/dev.yaml", world.File("dev", "deploy/dev.yaml") + "# by hand\n");

        var rehearsal = await world.RunAsync(world.Back("dev", one) with { DryRun = true });
        Assert.Contains(rehearsal.Notes, n => n.StartsWith("The environment can go back, and its manifests cannot follow: ", StringComparison.Ordinal));
        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RollbackAsync("dev", one));

        Assert.Equal((FailureCodes.BranchConflict, one), (failure.Failures[0].Code, world.Tag("dev")));
        Assert.Equal(one, (await world.HistoryAsync("dev")).Current!.Digest);
    }

    private static async Task<(Digest One, Digest Two)> TwoAsync(PromotionWorld world)
    {
        var (one, two) = (world.Build("one"), world.Build("two"));
        await world.PromoteAsync("dev", one);
        world.Merge("dev");
        await world.PromoteAsync("dev", two);
        world.Merge("dev");
        return (one, two);
    }
}
