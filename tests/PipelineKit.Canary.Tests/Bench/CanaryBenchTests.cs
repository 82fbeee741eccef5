using PipelineKit.Benchmarks;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class CanaryBenchTests
{
    public static TheoryData<string> Families => [.. BenchFamily.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Of_good_releases_no_more_fail_than_alpha_however_often_they_are_looked_at(string name)
    {
        var family = BenchFamily.All.Single(f => f.Name == name);

        var outcome = CanaryBench.Judge(family, family.IsCount ? 300 : 80, 60, 1, 0.5);

        Assert.InRange(BenchOutcome.Interval(outcome.Fails, outcome.Runs).Low, 0, 0.01);
    }

    [Theory]
    [InlineData("Poisson 50", 2, 400, 2)]
    [InlineData("Poisson 3", 2, 396, 20)]
    [InlineData("ratio 6/6000", 2, 396, 12)]
    [InlineData("sparse: no error in the baseline", 5, 396, 10)]
    public void Bad_releases_are_found(string name, double effect, int atLeast, int median)
    {
        var family = BenchFamily.All.Single(f => f.Name == name);

        var outcome = CanaryBench.Judge(family, 400, 60, effect, 0.5);

        Assert.InRange(outcome.Fails, atLeast, 400);
        Assert.InRange(int.Parse(outcome.FailSteps.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 1, median);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    public void Ten_metrics_together_hold_alpha_as_one_does(double dependence)
    {
        var outcome = ReleaseBench.Judge(40, new BenchRelease(10, 6, dependence));

        Assert.InRange(BenchOutcome.Interval(outcome.Fails, outcome.Runs).Low, 0, 0.01);
    }

    [Fact]
    public void The_error_bars_are_those_of_Clopper_and_Pearson()
    {
        var (low, high) = BenchOutcome.Interval(5, 100);

        Assert.Equal(0.016431879, low, 1e-8);
        Assert.Equal(0.112834914, high, 1e-8);
        Assert.Equal((0, 0.036216693), (BenchOutcome.Interval(0, 100).Low, Math.Round(BenchOutcome.Interval(0, 100).High, 9)));
    }
}
