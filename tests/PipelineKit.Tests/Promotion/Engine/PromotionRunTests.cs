using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion.Engine;

public sealed class PromotionRunTests
{
    [Fact]
    public async Task One_digest_goes_through_the_environments_and_is_the_same_in_tag_ledger_lock_and_manifest()
    {
        using var world = new PromotionWorld();
        var digest = world.Build("one");

        await world.PromoteAsync("dev", digest);
        await world.PromoteAsync("staging");
        var result = await world.PromoteAsync("production");

        Assert.False(result.IsRefused);
        foreach (var environment in (string[])["dev", "staging", "production"])
        {
            Assert.Equal(digest, world.Tag(environment));
            Assert.Equal(digest, (await world.HistoryAsync(environment)).Current!.Digest);
            Assert.Contains(digest.Text, world.File(environment, $"deploy/{environment}.lock.yaml"), StringComparison.Ordinal);
            Assert.Equal(
                PromotionWorld.Manifest($"{world.Registry.Endpoint}/{environment}/shop:1@{digest}"), world.File(environment, $"deploy/{environment}.yaml"));
        }

        Assert.Empty(world.Registry.Unexpected);
    }

    [Fact]
    public async Task The_ledger_says_intent_before_the_tag_moves_and_commit_after_it_with_the_line_it_came_from()
    {
        using var world = new PromotionWorld();
        var digest = world.Build("one");

        await world.PromoteAsync("dev", digest);
        await world.PromoteAsync("staging");

        var dev = await world.LinesAsync("dev");
        var staging = await world.LinesAsync("staging");
        Assert.Equal([LedgerKind.Intent, LedgerKind.Commit], staging.Entries.Select(e => e.Kind));
        Assert.Equal(staging.Entries[0].Attempt, staging.Entries[1].Attempt);
        Assert.Equal(dev.Lines[1], staging.Entries[1].FromLine);
        Assert.Equal(("ann", "https://ci.example/runs/1", "dev"), (staging.Entries[1].Actor, staging.Entries[1].Run, staging.Entries[1].FromEnvironment));
        Assert.Equal(world.Settings.Digest, staging.Entries[1].Policy);
        Assert.Null(dev.Entries[1].FromLine);
    }

    [Fact]
    public async Task Running_again_changes_nothing()
    {
        using var world = new PromotionWorld();
        await world.PromoteAsync("dev", world.Build("one"));
        await world.PromoteAsync("staging");
        var (head, pulls, pushes) = (world.Host.Head(PromotionWorld.Ledger)!.Id, world.Host.PullRequests.Count, world.Registry.Log.Count("PUT", "/"));

        var again = await world.PromoteAsync("staging");

        Assert.False(again.IsChanged);
        Assert.Equal(head, world.Host.Head(PromotionWorld.Ledger)!.Id);
        Assert.Equal(pulls, world.Host.PullRequests.Count);
        Assert.Equal(pushes, world.Registry.Log.Count("PUT", "/"));
    }

    [Fact]
    public async Task A_dry_run_says_what_each_step_would_do_and_changes_nothing()
    {
        using var world = new PromotionWorld();
        await world.PromoteAsync("dev", world.Build("one"));
        var calls = world.Host.Calls.Count;
        var pushes = world.Registry.Log.Count("PUT", "/") + world.Registry.Log.Count("POST", "/");

        var result = await world.RunAsync(world.Request("staging") with { DryRun = true });

        Assert.True(result.IsChanged);
        Assert.Equal(["resolve", "gates", "retention", "plan", "copy", "keep", "intent", "tag", "record"], result.Steps.Select(s => s.Id));
        Assert.Null(world.Tag("staging"));
        Assert.Equal(pushes, world.Registry.Log.Count("PUT", "/") + world.Registry.Log.Count("POST", "/"));
        Assert.All(world.Host.Calls.Skip(calls), c => Assert.Contains(c.Name, (string[])["read", "approvals", "check"]));
    }

    [Fact]
    public async Task An_image_that_is_not_in_the_environment_before_is_refused_with_every_gate_told()
    {
        using var world = new PromotionWorld();
        await world.PromoteAsync("dev", world.Build("one"));
        var other = world.Build("two");

        var result = await world.RunAsync(world.Request("staging", other) with { FromRepository = $"{world.Registry.Endpoint}/build/shop" });

        Assert.True(result.IsRefused);
        Assert.Contains(result.Gates, g => g is { Id: "order", Result: GateResult.Failed });
        Assert.Contains(result.Gates, g => g.Id == "retention");
        Assert.Null(world.Tag("staging"));
        Assert.Empty((await world.LinesAsync("staging")).Entries);
    }

    [Fact]
    public async Task A_bypass_overrides_the_gate_and_stands_in_the_ledger_with_its_reason()
    {
        using var world = new PromotionWorld();
        var digest = world.Build("one");

        var result = await world.RunAsync(
            world.Request("staging", digest) with { FromRepository = $"{world.Registry.Endpoint}/build/shop", Bypass = true, Reason = "the shop is down" });

        Assert.False(result.IsRefused);
        Assert.True(result.IsBypassed);
        var line = (await world.LinesAsync("staging")).Entries[^1];
        Assert.True(line.Bypass);
        Assert.Equal("the shop is down", line.Reason);
        Assert.Equal("overridden", line.Gates["order"]);
        var report = PromotionReport.From(result, isJson: false);
        Assert.Contains(report.Annotations, a => a.Message.StartsWith("BYPASSED: the gate `order`", StringComparison.Ordinal));
        Assert.Contains("the shop is down", report.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_is_signed_attached_to_the_image_and_kept_beside_the_ledger()
    {
        using var world = new PromotionWorld();
        var digest = world.Build("one");

        var result = await world.RunAsync(world.Request("dev", digest) with { Signing = world.Key() });

        Assert.NotNull(result.Record);
        Assert.Equal(result.Record, (await world.LinesAsync("dev")).Entries[^1].Record);
        Assert.True(world.Host.Head(PromotionWorld.Ledger)!.Files.ContainsKey($"promotions/records/{result.Record.Hex}.json"));
    }

    [Fact]
    public async Task Another_digest_than_the_expected_one_is_an_integrity_violation_before_anything_happens()
    {
        using var world = new PromotionWorld();
        var digest = world.Build("one");

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(world.Request("dev", digest) with { Expected = world.Build("two") }));

        Assert.Equal(ExitCode.Integrity, failure.Exit);
        Assert.Null(world.Tag("dev"));
    }

    [Fact]
    public async Task A_tag_that_somebody_else_moved_stops_it_and_is_taken_over_only_with_a_reason()
    {
        using var world = new PromotionWorld();
        var (one, two) = (world.Build("one"), world.Build("two"));
        await world.PromoteAsync("dev", one);
        var stranger = world.Registry.Add("dev/shop", "current", Testing.SampleImage.Build("stranger"));

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.PromoteAsync("dev", two));

        Assert.Equal(FailureCodes.TagMoved, failure.Failures[0].Code);
        Assert.Equal(stranger, world.Tag("dev"));
        await world.RunAsync(world.Request("dev", two) with { AdoptTag = true, Reason = "pushed by hand, looked at it" });
        Assert.Equal(two, world.Tag("dev"));
    }

    [Fact]
    public async Task Keep_tags_hold_the_last_good_images_and_leave_those_that_fell_out()
    {
        using var world = new PromotionWorld(PromotionWorld.DefaultSettings.Replace("name: dev,", "name: dev, retention: 2,", StringComparison.Ordinal));
        world.Registry.DeletesTags = true;
        var digests = new List<Digest>();
        foreach (var seed in (string[])["one", "two", "three", "four"])
        {
            digests.Add(world.Build(seed));
            await world.PromoteAsync("dev", digests[^1]);
        }

        Assert.Equal([false, true, true, true], digests.Select(d => world.Registry.Has("dev/shop", $"pk-keep-dev-{d.Hex[..12]}")));
    }
}
