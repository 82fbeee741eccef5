using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class SloJudgeTests
{
    private static readonly SloPolicy Seed = SloPresets.Of(0.999, 10);

    private static MetricData Data(double[] bad, double[] all, string name = "errors", double dispersion = 1, int stepSeconds = 15) => new()
    {
        Definition = new MetricDefinition { Name = name, Kind = MetricKind.Errors, Query = "q", TotalQuery = "t" },
        Window = new TimeWindow(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(stepSeconds), bad.Length),
        CanaryCounts = new ArmCounts(bad, all),
        BaselineCounts = new ArmCounts(bad, Array.ConvertAll(all, v => v * 9)),
        Dispersion = dispersion,
    };

    private static double[] Steady(double value, int steps) => [.. Enumerable.Repeat(value, steps)];

    [Fact]
    public void A_canary_that_burns_twenty_times_too_fast_fails_early()
    {
        var decision = SloJudge.Decide(Seed, [Data(Steady(20, 60), Steady(1000, 60))]);

        Assert.Equal((CanaryVerdict.Fail, DecisionReason.SloBurn, Seed.Tiers[0], "errors"), (decision.Verdict, decision.Reason, decision.Tier, decision.Metric));
        Assert.InRange(decision.DecidedAt!.Value, 2, 8);
        Assert.Equal(20, decision.ProjectedBurn, 1e-9);
        Assert.InRange(decision.ProjectedBurnAtLeast, 10, 20);
    }

    [Fact]
    public void One_error_in_twenty_requests_shows_nothing_although_it_burns_fifty_times_too_fast()
    {
        var decision = SloJudge.Decide(Seed, [Data([0, 1, 0, 0], [5, 5, 5, 5])]);

        Assert.Equal((CanaryVerdict.Inconclusive, DecisionReason.NotEnoughEvidence), (decision.Verdict, decision.Reason));
        Assert.Equal(50, decision.ProjectedBurn, 1e-9);
        Assert.InRange(decision.ProjectedBurnAtLeast, 0, 1);
        Assert.Contains("20 events of `errors` are too few to see a burn rate of 10: about 459 are needed", decision.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_events_nothing_passes()
    {
        Assert.Equal(CanaryVerdict.Inconclusive, SloJudge.Decide(Seed, [Data(Steady(0, 10), Steady(0, 10))]).Verdict);
        Assert.Equal(CanaryVerdict.Inconclusive, SloJudge.Decide(Seed, [Data([], [])]).Verdict);
        Assert.Equal(CanaryVerdict.Inconclusive, SloJudge.Decide(Seed, []).Verdict);
        Assert.Contains("`other`", SloJudge.Decide(Seed with { Metrics = ["other"] }, [Data(Steady(0, 10), Steady(1000, 10))]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_within_its_budget_passes_and_says_what_it_used()
    {
        var decision = SloJudge.Decide(Seed, [Data(Steady(1, 60), Steady(2000, 60))]);

        Assert.Equal((CanaryVerdict.Pass, DecisionReason.NotWorse), (decision.Verdict, decision.Reason));
        Assert.Equal(0.5, decision.ProjectedBurn, 1e-9);

        // 60 bad events, of 1 / 1000 of 20,000 events in 15 seconds over 30 days.
        Assert.Equal(60 / (0.001 * 20_000 / 15 * 30 * 86_400), decision.BudgetSpent!.Value, 1e-12);
        Assert.Equal(0.06, SloJudge.Decide(Seed with { PeriodEvents = 1e6 }, [Data(Steady(1, 60), Steady(2000, 60))]).BudgetSpent!.Value, 1e-12);
        Assert.Null(SloJudge.Decide(Seed, [Data(Steady(1, 60), Steady(2000, 60)) with { BaselineCounts = null }]).BudgetSpent);
    }

    [Fact]
    public void What_burns_but_is_not_shown_to_is_inconclusive()
    {
        var decision = SloJudge.Decide(Seed, [Data(Steady(1, 12), Steady(80, 12))]);

        Assert.Equal((CanaryVerdict.Inconclusive, DecisionReason.NotEnoughEvidence), (decision.Verdict, decision.Reason));
        Assert.Contains("burns 12.5 times too fast, above 10, but only", decision.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_stopped_burning_does_not_fail_later()
    {
        double[] bad = [.. Steady(0, 100), .. Steady(6, 10), .. Steady(0, 50)];
        var decision = SloJudge.Decide(Seed with { Tiers = [new BurnTier(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 2)] }, [Data(bad, Steady(100, 160))]);

        // It failed while it burned, or never did.
        Assert.InRange(decision.DecidedAt ?? 100, 100, 115);
    }

    [Fact]
    public void What_failed_at_a_look_has_failed_at_every_later_look()
    {
        double[] bad = [.. Steady(0, 20), .. Steady(40, 10), .. Steady(0, 170)];
        var whole = SloJudge.Decide(Seed, [Data(bad, Steady(1000, 200))]);

        Assert.Equal(CanaryVerdict.Fail, whole.Verdict);
        Assert.All(Enumerable.Range(1, 200), k =>
        {
            var early = SloJudge.Decide(Seed, [Data(bad[..k], Steady(1000, k))]);
            Assert.Equal(k >= whole.DecidedAt, early.Verdict == CanaryVerdict.Fail);
            Assert.True(k < whole.DecidedAt || early == whole, $"step {k}");
        });
    }

    [Fact]
    public void Each_tier_has_its_windows_and_the_first_that_is_exceeded_is_named()
    {
        var policy = new SloPolicy { Objective = 0.99, Tiers = SloPresets.Tiers("sre")! };

        // A burn rate of 4: above the third tier, below the second, and after hours of it.
        var decision = SloJudge.Decide(policy, [Data(Steady(40, 600), Steady(1000, 600), stepSeconds: 60)]);

        Assert.Equal((CanaryVerdict.Fail, 1.0), (decision.Verdict, decision.Tier!.Factor));
        Assert.Equal(4, decision.ProjectedBurn, 1e-9);
        Assert.Null(SloPresets.Tiers("nothing"));
        Assert.All(SloPresets.Names, name => Assert.NotEmpty(SloPresets.Tiers(name)!));
    }

    [Fact]
    public void A_budget_that_cannot_burn_so_fast_is_told() =>
        Assert.Contains("cannot burn as fast", SloJudge.Decide(SloPresets.Of(0.9, 14.4), [Data(Steady(1000, 60), Steady(1000, 60))]).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void An_objective_without_a_budget_is_refused(double objective) => Assert.Throws<ArgumentException>(() => SloJudge.Decide(Seed with { Objective = objective }, []));

    [Fact]
    public void The_worst_metric_decides_whatever_their_order()
    {
        var good = Data(Steady(0, 60), Steady(1000, 60), "good");
        var bad = Data(Steady(30, 60), Steady(1000, 60), "bad");
        var few = Data(Steady(0, 60), Steady(1, 60), "few");

        Assert.Equal("bad", SloJudge.Decide(Seed, [good, few, bad]).Metric);
        Assert.Equal(SloJudge.Decide(Seed, [bad, few, good]), SloJudge.Decide(Seed, [good, few, bad]));
        Assert.Equal("few", SloJudge.Decide(Seed, [good, few]).Metric);
        Assert.Equal(CanaryVerdict.Pass, SloJudge.Decide(Seed with { Metrics = ["good"] }, [good, few, bad]).Verdict);
        Assert.Equal(CanaryVerdict.Pass, SloJudge.Decide(Seed, [good, bad with { Definition = bad.Definition with { IsMuted = true } }]).Verdict);
    }

    [Fact]
    public void Events_in_bursts_show_less()
    {
        var single = SloJudge.Decide(Seed, [Data(Steady(20, 60), Steady(1000, 60))]);
        var bursts = SloJudge.Decide(Seed, [Data(Steady(20, 60), Steady(1000, 60), dispersion: 5)]);

        Assert.True(bursts.DecidedAt > single.DecidedAt);
    }

    [Fact]
    public void At_the_limit_hardly_one_canary_in_a_hundred_fails_however_often_one_looks()
    {
        const int Canaries = 2000;
        var random = new Random(11);
        var failed = 0;
        var policy = Seed with { Tiers = [new BurnTier(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), 10)] };
        for (var i = 0; i < Canaries; i++)
        {
            // 200 events a step, 1 % of them bad: ten times the budget, exactly; the window slides after 40 of 80 steps.
            double[] bad = [.. Enumerable.Range(0, 80).Select(_ => (double)Binomial(random, 200, 0.01))];
            failed += SloJudge.Decide(policy, [Data(bad, Steady(200, 80))]).Verdict == CanaryVerdict.Fail ? 1 : 0;
        }

        Assert.InRange(failed, 0, Canaries / 100);
    }

    private static int Binomial(Random random, int count, double probability)
    {
        var (found, at) = (0, 0);

        // By the gaps between what is found.
        for (; ; found++)
        {
            at += 1 + (int)(Math.Log(1 - random.NextDouble()) / Math.Log(1 - probability));
            if (at > count)
            {
                return found;
            }
        }
    }
}
