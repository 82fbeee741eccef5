using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class CanaryJudgeTests
{
    private static readonly double[] Three = Cases.Constant(40, 3);

    [Fact]
    public void As_many_errors_pass_early_and_twice_as_many_fail_early()
    {
        var good = Cases.Decide(Cases.Policy(), Cases.Errors("errors", Three, Three));
        var bad = Cases.Decide(Cases.Policy(), Cases.Errors("errors", Cases.Constant(40, 6), Three));

        Assert.Equal((CanaryVerdict.Pass, DecisionReason.NotWorse), (good.Verdict, good.Reason));
        Assert.InRange(good.Metrics[0].DecidedAt!.Value, 2, 30);
        Assert.Equal((CanaryVerdict.Fail, DecisionReason.Worse), (bad.Verdict, bad.Reason));
        Assert.InRange(bad.Metrics[0].DecidedAt!.Value, 2, 20);
        Assert.Equal(2, bad.Metrics[0].Ratio);
        Assert.InRange(bad.Metrics[0].RatioLower!.Value, 1.1, 2);
        Assert.InRange(bad.Metrics[0].RatioUpper!.Value, 2, 4);
        Assert.Contains("errors: 2 times the baseline's rate", bad.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_errors_fail_although_the_baseline_has_none_and_what_cannot_be_compared_never_passes()
    {
        Assert.Equal(CanaryVerdict.Fail, Cases.Decide(Cases.Policy(), Cases.Errors("e", Cases.Constant(5, 20), Cases.Constant(5, 0))).Verdict);

        var noTraffic = Cases.Decide(Cases.Policy(), Cases.Errors("e", Cases.Constant(5, 0), Cases.Constant(5, 1), canaryTotal: 0));
        Assert.Equal((CanaryVerdict.Inconclusive, "data.missing"), (noTraffic.Verdict, noTraffic.Reason));

        var nothing = Cases.Decide(Cases.Policy(), Cases.Errors("e", Cases.Constant(60, 0), Cases.Constant(60, 0)));
        Assert.Equal((CanaryVerdict.Inconclusive, DecisionReason.NotEnoughEvidence), (nothing.Verdict, nothing.Reason));
        Assert.Contains("negligible", nothing.Text, StringComparison.Ordinal);
        Assert.Null(nothing.Metrics[0].DetectableRatio);

        var negligible = Cases.Decide(Cases.Policy(), Cases.Errors("e", Cases.Constant(60, 0), Cases.Constant(60, 0), with: d => d with { Negligible = 0.001 }));
        Assert.Equal((CanaryVerdict.Pass, 7), (negligible.Verdict, negligible.Metrics[0].DecidedAt));
    }

    [Fact]
    public void A_decision_over_a_window_is_the_one_of_whoever_looked_at_every_step()
    {
        double[] lateCanary = [.. Cases.Constant(20, 3), .. Cases.Constant(20, 60)];
        foreach (var canary in (double[][])[Three, Cases.Constant(40, 6), lateCanary, Cases.Constant(40, 4)])
        {
            var data = Cases.Errors("e", canary, Three);
            var first = Enumerable.Range(1, 40).Select(k => Cases.Decide(Cases.Policy(), Cases.First(data, k)).Verdict).FirstOrDefault(v => v != CanaryVerdict.Inconclusive, CanaryVerdict.Inconclusive);
            Assert.Equal(first, Cases.Decide(Cases.Policy(), data).Verdict);
        }
    }

    [Fact]
    public void In_a_window_that_is_over_a_late_failure_stands()
    {
        double[] late = [.. Cases.Constant(20, 3), .. Cases.Constant(20, 60)];

        var watched = Cases.Decide(Cases.Policy(), Cases.Errors("e", late, Three));
        var over = Cases.Decide(Cases.Policy() with { StopsAtPass = false }, Cases.Errors("e", late, Three));

        Assert.Equal(CanaryVerdict.Pass, watched.Verdict);
        Assert.Equal((CanaryVerdict.Fail, 21), (over.Verdict, over.Metrics[0].DecidedAt));
    }

    [Fact]
    public void Every_metric_must_pass_one_that_fails_fails_and_is_named()
    {
        var (good, bad) = (Cases.Errors("good", Three, Three), Cases.Errors("bad", Cases.Constant(40, 9), Three));
        var open = Cases.Errors("open", Cases.Constant(40, 0.1), Cases.Constant(40, 0.1));

        Assert.Equal(CanaryVerdict.Pass, Cases.Decide(Cases.Policy(), good, good with { Definition = good.Definition with { Name = "other" } }).Verdict);
        var failed = Cases.Decide(Cases.Policy(), good, bad, open);
        Assert.Equal(CanaryVerdict.Fail, failed.Verdict);
        Assert.StartsWith("bad: ", failed.Text, StringComparison.Ordinal);
        Assert.Equal([CanaryVerdict.Pass, CanaryVerdict.Fail, CanaryVerdict.Inconclusive], failed.Metrics.Select(m => m.Verdict));
        var undecided = Cases.Decide(Cases.Policy(), good, open);
        Assert.Equal((CanaryVerdict.Inconclusive, true), (undecided.Verdict, undecided.MayExtend));
        Assert.InRange(undecided.Metrics[1].StepsNeeded!.Value, 10, 1000);
    }

    [Fact]
    public void A_metric_that_is_only_told_decides_nothing()
    {
        var muted = Cases.Errors("m", Cases.Constant(40, 9), Three, with: d => d with { IsMuted = true });

        var alone = Cases.Decide(Cases.Policy(), muted);
        var beside = Cases.Decide(Cases.Policy(), muted, Cases.Errors("good", Three, Three));

        Assert.Equal((CanaryVerdict.Inconclusive, "no-metrics"), (alone.Verdict, alone.Reason));
        Assert.Equal((CanaryVerdict.Pass, CanaryVerdict.Fail), (beside.Verdict, beside.Metrics[0].Verdict));
        Assert.StartsWith("only told: ", beside.Metrics[0].Text, StringComparison.Ordinal);
        Assert.Equal("no-metrics", Cases.Decide(Cases.Policy()).Reason);
    }

    [Theory]
    [InlineData(DataAction.Inconclusive, DataProblemKind.Partial, CanaryVerdict.Inconclusive, false)]
    [InlineData(DataAction.Fail, DataProblemKind.Partial, CanaryVerdict.Fail, false)]
    [InlineData(DataAction.Extend, DataProblemKind.Stale, CanaryVerdict.Inconclusive, true)]
    [InlineData(DataAction.Allow, DataProblemKind.Partial, CanaryVerdict.Pass, false)]
    [InlineData(DataAction.Allow, DataProblemKind.Asymmetric, CanaryVerdict.Pass, false)]
    [InlineData(DataAction.Allow, DataProblemKind.Missing, CanaryVerdict.Inconclusive, false)]
    [InlineData(DataAction.Allow, DataProblemKind.Stale, CanaryVerdict.Inconclusive, false)]
    [InlineData(DataAction.Allow, DataProblemKind.TooFew, CanaryVerdict.Inconclusive, false)]
    [InlineData(DataAction.Allow, DataProblemKind.NotANumber, CanaryVerdict.Inconclusive, false)]
    public void A_gap_is_what_its_policy_says_and_never_a_pass_by_itself(DataAction action, DataProblemKind kind, CanaryVerdict expected, bool mayExtend)
    {
        var policy = new DataPolicy(new Dictionary<DataProblemKind, DataAction> { [kind] = action });
        var data = Cases.Errors("e", Three, Three, with: d => d with { Data = policy }) with { Problems = [new DataProblem(kind, Arm.Canary, "a gap")] };

        var decision = Cases.Decide(Cases.Policy(), data);

        Assert.Equal((expected, mayExtend), (decision.Verdict, decision.MayExtend));
        if (expected != CanaryVerdict.Pass)
        {
            Assert.Equal((DecisionReason.Of(kind), "e: canary: a gap"), (decision.Reason, decision.Text));
        }
    }

    [Theory]
    [InlineData(MetricDirection.Increase, 6, CanaryVerdict.Fail)]
    [InlineData(MetricDirection.Increase, 1, CanaryVerdict.Pass)]
    [InlineData(MetricDirection.Decrease, 6, CanaryVerdict.Pass)]
    [InlineData(MetricDirection.Decrease, 1, CanaryVerdict.Fail)]
    [InlineData(MetricDirection.Either, 6, CanaryVerdict.Fail)]
    [InlineData(MetricDirection.Either, 1, CanaryVerdict.Fail)]
    [InlineData(MetricDirection.Either, 3, CanaryVerdict.Pass)]
    public void Only_the_direction_that_is_bad_fails(MetricDirection direction, double canary, CanaryVerdict expected) =>
        Assert.Equal(expected, Cases.Decide(Cases.Policy(), Cases.Errors("e", Cases.Constant(40, canary), Three, with: d => d with { Direction = direction })).Verdict);

    [Fact]
    public void Too_few_events_do_not_pass_where_a_least_number_is_asked_for()
    {
        var data = Cases.Errors("e", Three, Three, with: d => d with { MinimumEvents = 1000 });

        Assert.Equal(CanaryVerdict.Inconclusive, Cases.Decide(Cases.Policy(), data).Verdict);
        Assert.Equal(CanaryVerdict.Pass, Cases.Decide(Cases.Policy(), data with { Definition = data.Definition with { MinimumEvents = 200 } }).Verdict);
    }

    [Fact]
    public void The_trace_has_the_evidence_that_decided()
    {
        var @case = new CanaryCase(Cases.Policy(), [Cases.Errors("e", Cases.Constant(40, 6), Three)]);
        var trace = CanaryJudge.Trace(@case, "e")!;
        var decision = CanaryJudge.Decide(@case).Metrics[0];

        Assert.Equal(decision.WorseEvidence!.Value, trace.Worse[^1], 1e-9);
        Assert.Equal(decision.DecidedAt, Array.FindIndex(trace.Worse, w => w >= trace.WorseBound) + 1);
        Assert.Null(CanaryJudge.Trace(@case, "other"));
    }
}
