using System.Globalization;
using PipelineKit.Audit;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class GateLedgerTests
{
    [Fact]
    public async Task A_digest_that_was_never_in_the_environment_before_is_out_of_order()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 5, GateBench.Other);
        bench.Line("staging", LedgerKind.Intent, 4);

        Assert.Equal((GateResult.Failed, "order.not-before", "Promote it to staging first."), Facts(await bench.JudgeAsync("{}", "order")));
    }

    [Fact]
    public async Task A_digest_that_was_there_once_is_in_order_and_the_line_is_evidence()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 5);
        bench.Line("staging", LedgerKind.Commit, 4, GateBench.Other);

        var outcome = await bench.JudgeAsync("{}", "order");

        Assert.Equal((GateResult.Passed, "in staging from 2030-01-10 07:00 UTC to 2030-01-10 08:00 UTC"), (outcome.Result, outcome.Observed));
        Assert.Equal("ledger line of staging", Assert.Single(outcome.Evidence).Name);
    }

    [Fact]
    public async Task A_build_is_always_in_order_for_the_first_environment()
    {
        using var bench = await GateBench.MakeAsync();

        Assert.All(await bench.JudgeAsync("{}", first: true), o => Assert.Equal(GateResult.Passed, o.Result));
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("live")]
    public async Task A_rejected_digest_does_not_go_on_until_it_is_cleared(string environment)
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 9);
        bench.Line(environment, LedgerKind.Reject, 5, reason: "errors");

        var outcome = await bench.JudgeAsync("{}", "rejected");
        Assert.Equal(("rejected.recorded", $"rejected in {environment} on 2030-01-10 07:00 UTC: errors"), (outcome.Reason, outcome.Observed));

        bench.Line(environment, LedgerKind.Clear, 4, reason: "mistake");
        Assert.Equal(GateResult.Passed, (await bench.JudgeAsync("{}", "rejected")).Result);
    }

    [Fact]
    public async Task A_digest_that_was_rolled_back_from_is_rejected()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 9, GateBench.Other);
        bench.Line("staging", LedgerKind.Commit, 8);
        bench.Line("staging", LedgerKind.Commit, 7, GateBench.Other, LedgerAction.Rollback, "errors");

        Assert.Equal("rejected.recorded", (await bench.JudgeAsync("{}", "rejected")).Reason);
    }

    [Theory]
    [InlineData(25, 0, GateResult.Passed, "", "")]
    [InlineData(24, 0, GateResult.Passed, "", "")]
    [InlineData(23.5, 0, GateResult.Failed, "soak.too-short", "Promote again after 2030-01-10 12:30 UTC.")]
    [InlineData(-1, 0, GateResult.Failed, "soak.too-short", "Promote again after 2030-01-11 13:00 UTC.")]
    [InlineData(48, 10, GateResult.Failed, "soak.not-there", "Promote what is there, or promote this digest there again and wait.")]
    public async Task Soak_is_time_without_interruption(double since, double replaced, GateResult result, string reason, string remedy)
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 60, GateBench.Other);
        bench.Line("staging", LedgerKind.Commit, since);
        if (replaced > 0)
        {
            bench.Line("staging", LedgerKind.Commit, replaced, GateBench.Other);
        }

        Assert.Equal((result, reason, remedy), Facts(await bench.JudgeAsync("{ soak: 24h }", "soak")));
    }

    [Fact]
    public async Task A_digest_that_came_back_begins_to_soak_again_and_one_committed_twice_does_not()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 60);
        bench.Line("staging", LedgerKind.Commit, 50, GateBench.Other);
        bench.Line("staging", LedgerKind.Commit, 30);
        bench.Line("staging", LedgerKind.Commit, 2);

        Assert.Equal("1d6h in staging, since 2030-01-09 06:00 UTC", (await bench.JudgeAsync("{ soak: 24h }", "soak")).Observed);
        Assert.Equal("soak.too-short", (await bench.JudgeAsync("{ soak: 31h }", "soak")).Reason);
    }

    [Theory]
    [InlineData(null, "canary.missing")]
    [InlineData("pass", "")]
    [InlineData("fail: errors 3 % to 7 %", "canary.failed")]
    [InlineData("inconclusive", "canary.inconclusive")]
    public async Task A_canary_must_have_passed_before(string? verdict, string reason)
    {
        using var bench = await GateBench.MakeAsync();
        bench.Line("staging", LedgerKind.Commit, 9);
        bench.Line("staging", LedgerKind.Verdict, 8, reason: verdict == "pass" ? "fail" : "pass");
        if (verdict is null)
        {
            using var empty = await GateBench.MakeAsync();
            empty.Line("staging", LedgerKind.Verdict, 8, GateBench.Other, reason: "pass");
            Assert.Equal(reason, (await empty.JudgeAsync("{ canary: true }", "canary")).Reason);
            return;
        }

        bench.Line("staging", LedgerKind.Verdict, 7, reason: verdict);

        Assert.Equal(reason, (await bench.JudgeAsync("{ canary: true }", "canary")).Reason);
    }

    [Theory]
    [InlineData("staging", "pass", "release", 2, null, "")]
    [InlineData("staging", "fail", "release", 2, null, "canary.failed")]
    [InlineData("staging", "inconclusive", "release", 2, null, "canary.inconclusive")]
    [InlineData("staging", "pass", "other", 2, "pass", "canary.missing")]
    [InlineData("live", "pass", "release", 2, "pass", "canary.missing")]
    [InlineData("staging", "maybe", "release", 2, "pass", "canary.missing")]
    [InlineData("staging", "pass", "release", 9, "fail: errors", "canary.failed")]
    [InlineData("staging", "pass", "release", 2, "fail: errors", "")]
    [InlineData("staging", "pass", "release", -1, null, "canary.unknown")]
    public async Task Where_a_signer_is_named_only_a_signed_verdict_is_believed(string environment, string verdict, string key, int hoursAgo, string? line, string reason)
    {
        using var bench = await GateBench.MakeAsync();
        await bench.SignAsync();
        if (line is not null)
        {
            bench.Line("staging", LedgerKind.Verdict, 4, reason: line);
        }

        var at = GateBench.Now.AddHours(-hoursAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var manifest = await bench.AttestAsync(CanaryAttestation.PredicateType, $$"""{"verdict":"{{verdict}}","environment":"{{environment}}","decidedAt":"{{at}}"}""", key);

        var byImage = await bench.JudgeAsync("{ signature: { key: release.pub }, canary: true }", "canary");
        var byOwn = await bench.JudgeAsync("{ canary: { key: release.pub } }", "canary");

        Assert.Equal((reason, reason), (byImage.Reason, byOwn.Reason));
        Assert.Equal(reason.Length == 0, byImage.Evidence.Any(e => (e.Name, e.Digest) == ("canary", manifest)) && byImage.Result == GateResult.Passed);
        Assert.DoesNotContain("by the ledger alone", byImage.Observed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_signed_verdict_counts_and_the_ledger_alone_is_said_to_be_alone()
    {
        using var bench = await GateBench.MakeAsync();
        foreach (var (verdict, time) in ((string, string)[])[("fail", "2030-01-10T08:00:00Z"), ("pass", "2030-01-10T09:00:00Z"), ("inconclusive", "2030-01-10T07:00:00Z")])
        {
            await bench.AttestAsync(CanaryAttestation.PredicateType, $$"""{"verdict":"{{verdict}}","environment":"staging","decidedAt":"{{time}}"}""");
        }

        Assert.Equal(GateResult.Passed, (await bench.JudgeAsync("{ canary: { key: release.pub } }", "canary")).Result);
        Assert.Equal("canary.missing", (await bench.JudgeAsync("{ canary: true }", "canary")).Reason);
        bench.Line("staging", LedgerKind.Verdict, 1, reason: "pass");
        Assert.EndsWith("by the ledger alone", (await bench.JudgeAsync("{ canary: true }", "canary")).Observed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_freeze_says_until_when_it_is()
    {
        using var bench = await GateBench.MakeAsync();
        const string Freeze = "{ freeze: [{ name: noon, cron: 0 12 * * *, duration: 2h }] }";

        Assert.Equal((GateResult.Failed, "freeze.closed", "Promote again after 2030-01-10 14:00 UTC."), Facts(await bench.JudgeAsync(Freeze, "freeze")));
        Assert.Equal(GateResult.Passed, (await bench.JudgeAsync(Freeze.Replace("0 12", "0 13", StringComparison.Ordinal), "freeze")).Result);
        var outside = await bench.JudgeAsync(Freeze.Replace("0 12", "0 13", StringComparison.Ordinal).Replace("name: noon", "name: noon, kind: allow", StringComparison.Ordinal), "freeze");
        Assert.Equal("outside of `noon` until 2030-01-10 13:00 UTC", outside.Observed);
    }

    [Fact]
    public async Task Going_back_to_a_recorded_image_is_not_asked_what_was_settled_when_it_came()
    {
        const string Gates = "{ canary: true, soak: 24h, approvals: { required: 2 }, freeze: [{ name: always, cron: '* * * * *', duration: 1h }] }";
        using var bench = await GateBench.MakeAsync();
        bench.Action = LedgerAction.Rollback;
        bench.Line("live", LedgerKind.Commit, 9);
        bench.Line("live", LedgerKind.Commit, 8, GateBench.Other);

        var outcomes = await bench.JudgeAsync(Gates);

        Assert.Equal(["order Skipped", "rejected Passed", "canary Skipped", "soak Skipped", "approvals Skipped", "freeze Skipped"], outcomes.Select(o => $"{o.Id} {o.Result}"));
    }

    [Fact]
    public async Task Going_back_to_an_image_that_was_never_there_is_asked_everything()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Action = LedgerAction.Rollback;
        bench.Line("live", LedgerKind.Commit, 8, GateBench.Other);

        var outcomes = await bench.JudgeAsync("{ soak: 24h, freeze: [{ name: always, cron: '* * * * *', duration: 1h }] }");

        Assert.Equal(["order.never-here", "", "soak.not-there", "freeze.closed"], outcomes.Select(o => o.Reason));
    }

    [Fact]
    public async Task A_rejected_image_is_not_gone_back_to()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Action = LedgerAction.Rollback;
        bench.Line("live", LedgerKind.Commit, 9);
        bench.Line("live", LedgerKind.Commit, 8, GateBench.Other, LedgerAction.Rollback);

        Assert.Equal("rejected.recorded", (await bench.JudgeAsync("{}", "rejected")).Reason);
    }

    private static (GateResult Result, string Reason, string Remedy) Facts(GateOutcome outcome) => (outcome.Result, outcome.Reason, outcome.Remedy);
}
