using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.Tests.Promotion.Engine;

/// <summary>What a pull request says of a promotion: what is on record, and nothing else.</summary>
public sealed class ChangeTextTests
{
    private const string Gates = "gates: { signature: { key: release.pub }, scan: { decision-file: decision.json }, sbom: true, soak: 1h, approvals: { required: 1, not-author: true } },";

    [Fact]
    public async Task Each_gate_says_what_it_saw_and_where_the_evidence_is()
    {
        using var world = await StagedAsync();

        var result = await world.RunAsync(Staging(world));

        Assert.False(result.IsRefused);
        var (body, digest) = (Body(world), result.Subject.Digest);
        var bundle = result.Gates.Single(g => g.Id == "sbom").Evidence[0].Digest;
        Assert.Contains($"| sbom | passed | CycloneDX 1.6 with 2 components, attested | `{world.Registry.Endpoint}/dev/shop@{bundle}` |", body, StringComparison.Ordinal);
        Assert.Contains("| signature | passed | key ", body, StringComparison.Ordinal);
        Assert.Contains("| scan | passed | let it pass, decided 2030-01-02 ", body, StringComparison.Ordinal);
        Assert.Contains("| `decision.json sha256:", body, StringComparison.Ordinal);
        Assert.Contains("| soak | passed | 2h in dev, since ", body, StringComparison.Ordinal);
        Assert.Contains("| approvals | passed | bob; carl does not count: they wrote the commit |  |", body, StringComparison.Ordinal);
        Assert.Contains("](https://host.example/shop/blob/pipelinekit/ledger/promotions/dev.jsonl) |", body, StringComparison.Ordinal);
        Assert.Contains($"| Signed record | [`promotions/records/{result.Record!.Hex}.json`](https://host.example/shop/blob/pipelinekit/ledger/promotions/records/{result.Record.Hex}.json) |", body, StringComparison.Ordinal);
        Assert.Contains("| Ledger | [`promotions/staging.jsonl:2`]", body, StringComparison.Ordinal);
        Assert.Contains("| bob | 2030-01-01 10:00:00Z | github-review | `cccccccccccc...` | fixes #\u200B1 @\u200Ball |", body, StringComparison.Ordinal);
        Assert.Contains("Four eyes: 1 person approved, 1 had to; none of them ran it or wrote the commit (by carl).", body, StringComparison.Ordinal);
        Assert.Contains(digest.Text, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_run_says_the_same_and_writes_nothing()
    {
        using var world = await StagedAsync();
        await world.RunAsync(Staging(world));
        var (body, calls) = (Body(world), world.Host.Calls.Count);
        world.Time.Advance(TimeSpan.FromDays(3));
        world.Host.Approvals = _ => throw new InvalidOperationException("who approved is on record");

        var again = await world.RunAsync(Staging(world));

        Assert.False(again.IsChanged);
        Assert.Equal(PullRequestStatus.Unchanged, again.Proposal!.PullRequest!.Status);
        Assert.Equal(body, Body(world));
        Assert.DoesNotContain(world.Host.Calls.Skip(calls), c => c.Name is "commit" or "close" or "deployment");
        Assert.Equal(2, (await world.LinesAsync("staging")).Entries.Count);
    }

    [Fact]
    public async Task A_bypass_is_told_first_and_in_the_title_with_what_was_asked_for()
    {
        using var world = await StagedAsync(hours: 0);

        await world.RunAsync(Staging(world) with { Bypass = true, Reason = "the shop is down, @everyone | closes #1" });

        var body = Body(world);
        Assert.EndsWith(", gates bypassed", world.Host.PullRequests[^1].Proposal.Title, StringComparison.Ordinal);
        Assert.StartsWith("## Promote shop in staging\n\nGATES BYPASSED by ann (soak). Reason: the shop is down, @\u200Beveryone \\| closes #\u200B1\n", body, StringComparison.Ordinal);
        Assert.Contains(" in dev, since ", body, StringComparison.Ordinal);
        Assert.Contains("; asked for: 1h in dev without interruption |", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_signature_there_is_no_empty_column_but_a_sentence()
    {
        using var world = new PromotionWorld();

        await world.PromoteAsync("dev", world.Build("one"));

        Assert.Contains("| Gate | Result |\n| --- | --- |\n| order | passed |\n", Body(world), StringComparison.Ordinal);
        Assert.Contains("recorded without a signature", Body(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_gone_is_told_and_one_that_was_changed_stops_the_run()
    {
        using var world = new PromotionWorld();
        var result = await world.RunAsync(world.Request("dev", world.Build("one")) with { Signing = world.Key() });
        var path = $"promotions/records/{result.Record!.Hex}.json";
        world.Host.Commit(PromotionWorld.Ledger, path, content: null);
        await world.PromoteAsync("dev", result.Subject.Digest);
        Assert.Contains("find out who deleted it", Body(world), StringComparison.Ordinal);

        world.Host.Commit(PromotionWorld.Ledger, path, "{}");

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.PromoteAsync("dev", result.Subject.Digest));
        Assert.Equal((FailureCodes.BrokenLedger, path), (failure.Failures[0].Code, failure.Failures[0].Place?.File));
    }

    [Fact]
    public void What_is_no_record_is_refused()
    {
        var failure = Assert.Throws<FailureException>(() => RecordedFacts.Read("{}"u8.ToArray(), "records/a.json"));

        Assert.Equal(FailureCodes.BrokenLedger, failure.Failures[0].Code);
    }

    [Fact]
    public async Task A_comment_is_asked_for_and_says_what_changed_last()
    {
        using var world = new PromotionWorld(PromotionWorld.DefaultSettings.Replace("name: dev,", "name: dev, pull-request: { comment: true },", StringComparison.Ordinal));
        var (one, two) = (world.Build("one"), world.Build("two"));
        await world.PromoteAsync("dev", one);
        await world.PromoteAsync("staging");
        Assert.Equal([true, false], world.Host.PullRequests.Select(p => p.Proposal.PullRequest.StickyComment is not null));

        await world.RunAsync(world.Request("dev", two) with { Signing = world.Key() });

        var comment = world.Host.PullRequests[0].Proposal.PullRequest.StickyComment!;
        Assert.StartsWith("## Last changes of shop in dev\n\n| When | From | To | Gates | By | Record |\n", comment, StringComparison.Ordinal);
        var rows = comment.Split('\n').Where(l => l.StartsWith("| 20", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains($"| `sha256:{one.Hex[..12]}` | `sha256:{two.Hex[..12]}` | 3 passed | ann | [`sha256:", rows[0], StringComparison.Ordinal);
        Assert.Contains($"| nothing | `sha256:{one.Hex[..12]}` | 3 passed | ann | not signed |", rows[1], StringComparison.Ordinal);
        await world.PromoteAsync("dev", two);
        Assert.Equal(comment, world.Host.PullRequests[0].Proposal.PullRequest.StickyComment);
    }

    [Fact]
    public async Task A_persons_edit_of_a_manifest_stops_the_run_before_the_tag_moves()
    {
        using var world = new PromotionWorld();
        var (one, two) = (world.Build("one"), world.Build("two"));
        await world.PromoteAsync("dev", one);
        world.Host.Commit("pipelinekit/shop/dev", "deploy/dev.yaml", world.File("dev", "deploy/dev.yaml") + "# by hand\n");

        foreach (var request in (PromotionRequest[])[world.Request("dev", two) with { DryRun = true }, world.Request("dev", two)])
        {
            var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(request));
            Assert.Equal(FailureCodes.BranchConflict, failure.Failures[0].Code);
        }

        Assert.Equal(one, world.Tag("dev"));
        Assert.Equal(2, (await world.LinesAsync("dev")).Entries.Count);
        Assert.Null((await world.HistoryAsync("dev")).OpenIntent);
    }

    [Fact]
    public async Task An_edit_of_something_else_is_kept_and_stops_nothing()
    {
        using var world = new PromotionWorld();
        var (one, two) = (world.Build("one"), world.Build("two"));
        await world.PromoteAsync("dev", one);
        world.Host.Commit("pipelinekit/shop/dev", "deploy/limits.yaml", "limit: 2\n");

        await world.PromoteAsync("dev", two);

        Assert.Equal((two, "limit: 2\n"), (world.Tag("dev"), world.File("dev", "deploy/limits.yaml")));
    }

    private static PromotionRequest Staging(PromotionWorld world) => world.Request("staging") with { Signing = world.Key() };

    private static string Body(PromotionWorld world) => world.Host.PullRequests[^1].Proposal.Body;

    // An image that has been in dev for some time, with all that staging asks for.
    private static async Task<PromotionWorld> StagedAsync(int hours = 2)
    {
        var world = new PromotionWorld(PromotionWorld.DefaultSettings.Replace("name: staging,", $"name: staging, {Gates}", StringComparison.Ordinal));
        var one = world.Build("one");
        using var key = world.PublicKey("release.pub");
        await DifferenceTests.AttestAsync(world, key, one, PredicateTypes.CycloneDx, DifferenceTests.Bom(("openssl", "3.0.1"), ("zlib", "1.3")));
        await world.PromoteAsync("dev", one);
        world.Time.Advance(TimeSpan.FromHours(hours));
        var now = world.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        world.Folder.Write("decision.json", $$"""{"schemaVersion":1,"verdict":"pass","at":"{{now}}","subject":{"digest":"{{one}}"} }""");
        world.Host.Approvals = _ => [new Approval("bob", "github-review", new DateTimeOffset(2030, 1, 1, 10, 0, 0, TimeSpan.Zero), "review.submitted_at", new string('c', 40), "fixes #1 @all"), new Approval("carl", "github-environment", At: null, "", Bound: null, "")];
        world.Host.Authors = _ => ["carl"];
        return world;
    }
}
