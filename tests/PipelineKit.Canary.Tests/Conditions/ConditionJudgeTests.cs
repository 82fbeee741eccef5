using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class ConditionJudgeTests
{
    private const double Error = double.NegativeInfinity;

    private static readonly MetricConditions Both = new() { Success = "result < 1", Failure = "result > 2" };

    // 0: success, 1.5: neither, 3: failure, Error: not measured.
    private static MetricDecision Decide(MetricConditions conditions, int steps, params double[] results) => ConditionJudge.DecideWithin(
        new MetricData
        {
            Definition = new MetricDefinition { Name = "m", Kind = MetricKind.Condition, Query = "q", Conditions = conditions },
            Window = new TimeWindow(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), results.Length),
            Measurements = [.. results.Select(r => double.IsNegativeInfinity(r) ? null : new[] { r })],
        },
        steps);

    [Theory]
    [InlineData("", "", 7.0, CanaryVerdict.Pass)]
    [InlineData("result < 1", "", 0.0, CanaryVerdict.Pass)]
    [InlineData("result < 1", "", 1.5, CanaryVerdict.Fail)]
    [InlineData("", "result > 2", 1.5, CanaryVerdict.Pass)]
    [InlineData("", "result > 2", 3.0, CanaryVerdict.Fail)]
    [InlineData("result < 1", "result > 2", 0.0, CanaryVerdict.Pass)]
    [InlineData("result < 1", "result > 2", 1.5, CanaryVerdict.Inconclusive)]
    [InlineData("result < 1", "result > 2", 3.0, CanaryVerdict.Fail)]
    [InlineData("result < 5", "result > 2", 3.0, CanaryVerdict.Fail)]
    internal void One_measurement_is_what_its_conditions_say(string success, string failure, double result, CanaryVerdict expected) =>
        Assert.Equal(expected, Decide(new MetricConditions { Success = success, Failure = failure }, 1, result).Verdict);

    [Fact]
    public void More_failures_than_the_limit_fail_at_the_first_that_is_too_many()
    {
        var decision = Decide(Both with { FailureLimit = 1 }, 9, 3, 0, 0, 3, 0);

        Assert.Equal((CanaryVerdict.Fail, ConditionReason.Failure, 4), (decision.Verdict, decision.Reason, decision.DecidedAt));
        Assert.Equal(CanaryVerdict.Pass, Decide(Both with { FailureLimit = -1 }, 3, 3, 3, 3).Verdict);
    }

    [Fact]
    public void An_inconclusive_end_is_one_although_what_follows_succeeds()
    {
        var decision = Decide(Both with { InconclusiveLimit = 1 }, 5, 1.5, 0, 1.5, 0, 0);

        Assert.Equal((CanaryVerdict.Inconclusive, ConditionReason.Inconclusive, 3), (decision.Verdict, decision.Reason, decision.DecidedAt));
    }

    [Fact]
    public void Five_errors_in_a_row_are_an_error_and_four_are_none()
    {
        var decision = Decide(Both, 20, 0, Error, Error, Error, Error, 0, Error, Error, Error, Error, Error, 0);

        Assert.Equal((CanaryVerdict.Fail, ConditionReason.Error, 11), (decision.Verdict, decision.Reason, decision.DecidedAt));
    }

    [Fact]
    public void A_condition_without_an_answer_is_an_error_and_says_why()
    {
        var conditions = new MetricConditions { Success = "result[1] < 1", ConsecutiveErrorLimit = 0 };

        var decision = Decide(conditions, 3, 0);

        Assert.Equal(ConditionReason.Error, decision.Reason);
        Assert.Contains("there is no item 1 in a list of 1 (column 7)", decision.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Enough_successes_in_a_row_pass_early()
    {
        var conditions = Both with { ConsecutiveSuccessLimit = 3, FailureLimit = 5 };

        Assert.Equal((CanaryVerdict.Pass, 6), (Decide(conditions, 60, 0, 0, 3, 0, 0, 0).Verdict, Decide(conditions, 60, 0, 0, 3, 0, 0, 0).DecidedAt));
        Assert.Equal(CanaryVerdict.Inconclusive, Decide(conditions, 6, 0, 0, 3, 0, 3, 0).Verdict);
        Assert.Equal((CanaryVerdict.Fail, ConditionReason.Failure), (Decide(conditions with { FailureLimit = -1 }, 6, 0, 0, 3, 0, 3, 0).Verdict, Decide(conditions with { FailureLimit = -1 }, 6, 0, 0, 3, 0, 3, 0).Reason));
    }

    [Fact]
    public void An_error_breaks_a_row_of_successes() => Assert.Equal(CanaryVerdict.Inconclusive, Decide(Both with { ConsecutiveSuccessLimit = 3 }, 60, 0, 0, Error, 0, 0).Verdict);

    [Fact]
    public void Errors_are_made_again_where_a_number_of_measurements_is_asked_for()
    {
        var conditions = Both with { Count = 3 };

        var open = Decide(conditions, 60, 0, Error, 0);

        Assert.Equal((CanaryVerdict.Inconclusive, DecisionReason.NotEnoughEvidence, 1), (open.Verdict, open.Reason, open.StepsNeeded));
        Assert.Equal((CanaryVerdict.Pass, 4), (Decide(conditions, 60, 0, Error, 0, 0, 3).Verdict, Decide(conditions, 60, 0, Error, 0, 0, 3).DecidedAt));
    }

    [Fact]
    public void Without_a_number_it_passes_at_the_end_of_the_window_and_not_before()
    {
        Assert.Equal((CanaryVerdict.Inconclusive, 2), (Decide(Both, 5, 0, 0, 0).Verdict, Decide(Both, 5, 0, 0, 0).StepsNeeded));
        Assert.Equal(CanaryVerdict.Pass, Decide(Both, 5, 0, 0, Error, 0, 0).Verdict);
        Assert.Equal(CanaryVerdict.Inconclusive, Decide(Both, 2, Error, Error).Verdict);
    }

    [Fact]
    public void What_was_decided_at_a_look_is_decided_at_every_later_look()
    {
        double[] all = [0, 1.5, 0, Error, 0, 3, 0, 0];
        var conditions = Both with { InconclusiveLimit = 3, ConsecutiveSuccessLimit = 4 };
        var whole = Decide(conditions, 8, all);

        Assert.Equal(6, whole.DecidedAt);
        Assert.All(Enumerable.Range(0, 9), k => Assert.Equal(k >= 6 ? whole.Verdict : CanaryVerdict.Inconclusive, Decide(conditions, 8, all[..k]).Verdict));
    }
}
