using PipelineKit.Benchmarks;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class CanaryPlanTests
{
    private static readonly PlanRequest Usual = new() { RequestsPerSecond = 100, ErrorRatio = 0.005, Objective = 0.999 };

    [Fact]
    public void The_best_weight_is_taken_at_once_and_decides_both_ways_as_often_as_was_asked_for()
    {
        var plan = CanaryPlan.For(Usual);

        Assert.True(plan.IsPossible);
        Assert.Equal([new PlanStep(50, plan.Minutes!.Value)], plan.Steps);
        Assert.InRange(plan.MinutesToFind!.Value, 2, plan.Minutes.Value);
        var (found, passed) = (Simulated(plan, plan.MinutesToFind.Value, 2), Simulated(plan, plan.Minutes.Value, 1));
        Assert.InRange(found.Found, 880, 1000);
        Assert.InRange(passed.Passed, 880, 1000);
        Assert.StartsWith($"50 % for {plan.Minutes} min: finds 2 times the errors within {plan.MinutesToFind} min with a probability of 90 %, and costs until then ", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cost_is_what_the_canary_adds_to_the_budget_until_it_is_found()
    {
        var plan = CanaryPlan.For(Usual);

        Assert.Equal(plan.MinutesToFind!.Value * 60 * 100 * 0.5 * 0.005 * 2 / (0.001 * 100 * 30 * 86400), plan.BudgetSpent!.Value, 1e-12);
        Assert.Null(CanaryPlan.For(Usual with { Objective = null }).BudgetSpent);
    }

    [Fact]
    public void Smaller_weights_come_first_where_they_must_and_each_for_its_least_time()
    {
        var plan = CanaryPlan.For(Usual with { LeastAtEach = TimeSpan.FromMinutes(2), Weights = [50, 5, 20] });

        Assert.Equal([(5, 2), (20, 2)], plan.Steps.Take(2).Select(s => (s.Weight, s.Minutes)));
        Assert.Equal(50, plan.Steps[2].Weight);
        Assert.True(plan.Minutes >= CanaryPlan.For(Usual).Minutes);
    }

    [Fact]
    public void What_is_impossible_says_what_would_make_it_possible()
    {
        var request = Usual with { RequestsPerSecond = 0.1, Longest = TimeSpan.FromHours(2), Weights = [5] };
        var plan = CanaryPlan.For(request);

        Assert.Equal((false, 0), (plan.IsPossible, plan.Steps.Count));
        Assert.Contains("possible from ", plan.Text, StringComparison.Ordinal);
        var needed = double.Parse(plan.Text.Split("possible from ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(CanaryPlan.For(request with { RequestsPerSecond = needed * 1.02 }).IsPossible);
        Assert.False(CanaryPlan.For(request with { RequestsPerSecond = needed * 0.9 }).IsPossible);
        Assert.Contains("negligible", CanaryPlan.For(Usual with { ErrorRatio = 0 }).Text, StringComparison.Ordinal);
        Assert.Null(CanaryPlan.For(Usual with { ErrorRatio = 0 }).Minutes);
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CanaryPlan.For(Usual with { Effect = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanaryPlan.For(Usual with { Weights = [100] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanaryPlan.For(Usual with { Weights = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanaryPlan.For(Usual with { ErrorRatio = double.NaN }));
    }

    private static (int Found, int Passed) Simulated(CanaryPlan plan, int minutes, double effect)
    {
        var (random, found, passed, rate) = (new BenchRandom(11), 0, 0, 60 * 100 * 0.005 * plan.Steps[0].Weight / 100);
        for (var release = 0; release < 1000; release++)
        {
            var (worse, good, isFound, isPassed) = (CountEProcess.Worse(1, 1), CountEProcess.Good(1, 2, 1), false, false);
            for (var t = 0; t < minutes; t++)
            {
                var step = new CountStep(random.Poisson(rate * effect), 3000, random.Poisson(rate), 3000);
                isFound |= worse.Add(step) >= Math.Log(100);
                isPassed |= good.Add(step) >= Math.Log(100);
            }

            (found, passed) = (found + (isFound ? 1 : 0), passed + (isPassed ? 1 : 0));
        }

        return (found, passed);
    }
}
