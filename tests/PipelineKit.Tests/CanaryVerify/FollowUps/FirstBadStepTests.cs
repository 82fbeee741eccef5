using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

public sealed class FirstBadStepTests
{
    [Theory]
    [InlineData("10 10 10 10 10 90 90 90 90 90", "10 10 10 10 10 10 10 10 10 10", 10, 5)]
    [InlineData("90 90 90 90", "10 10 10 10", 4, 0)]
    [InlineData("0 0 0 7 9", "0 0 0 0 0", 5, 3)]
    [InlineData("30 10 10 10 10 80 90", "10 10 10 10 10 10 10", 7, 5)]
    [InlineData("10 10 10 10 10 90 90 10 10 10", "10 10 10 10 10 10 10 10 10 10", 7, 5)]
    [InlineData("10 NaN 90 90", "10 10 NaN 10", 4, 2)]
    public void It_is_where_the_counts_leave_those_of_the_baseline(string canary, string baseline, int decidedAt, int expected)
    {
        var outcome = CanarySample.Outcome(CanaryVerdict.Fail);
        var metric = outcome.Decision.Metrics[0] with { DecidedAt = decidedAt };

        Assert.Equal(expected, FirstBadStep.Of(outcome with { Decision = outcome.Decision with { Metrics = [metric] }, Data = [CanarySample.Data(Numbers(canary), Numbers(baseline))] }));
    }

    [Theory]
    [InlineData(MetricDirection.Increase, "1 1 1 1 4 4 4 4", 4)]
    [InlineData(MetricDirection.Either, "5 5 5 1 1 1 1 1", 3)]
    [InlineData(MetricDirection.Decrease, "5 5 5 5 5 5 1 1", 6)]
    public void Of_values_it_is_where_they_leave_those_of_the_baseline(MetricDirection direction, string canary, int expected)
    {
        var outcome = CanarySample.Outcome(CanaryVerdict.Fail);
        var values = Numbers(canary);
        var data = new MetricData
        {
            Definition = CanarySample.Errors with { Kind = MetricKind.Gauge, Direction = direction },
            Window = CanarySample.Window with { Count = values.Length },
            CanaryValues = values,
            BaselineValues = CanarySample.Of(values[0], values.Length),
        };

        Assert.Equal(expected, FirstBadStep.Of(outcome with { Data = [data] }));
    }

    [Fact]
    public void The_time_to_detect_is_from_its_beginning_to_the_verdict()
    {
        Assert.Equal(TimeSpan.FromSeconds(301 - 150), FollowUpPlan.TimeToDetect(CanarySample.Outcome(CanaryVerdict.Fail)));
        Assert.Null(FollowUpPlan.TimeToDetect(CanarySample.Outcome(CanaryVerdict.Pass)));
        Assert.Null(FollowUpPlan.TimeToDetect(CanarySample.Outcome(CanaryVerdict.Fail) with { Data = [] }));
    }

    [Fact]
    public void An_objective_that_failed_alone_is_counted_by_its_budget()
    {
        var outcome = CanarySample.Outcome(CanaryVerdict.Inconclusive);
        var slo = new SloPolicy { Objective = 0.999, Tiers = [] };
        var failed = new SloDecision { Verdict = CanaryVerdict.Fail, Reason = DecisionReason.SloBurn, ProjectedBurn = 20, ProjectedBurnAtLeast = 15, Text = "" };

        Assert.Equal(2, FirstBadStep.Of(outcome with
        {
            Decision = outcome.Decision with { Verdict = CanaryVerdict.Fail, Slo = failed },
            Slo = slo,
            Data = [CanarySample.Data([1, 0, 20, 20], [0, 0, 0, 0])],
        }));
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];
}
