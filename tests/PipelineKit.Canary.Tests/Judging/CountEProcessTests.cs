using PipelineKit.Benchmarks;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class CountEProcessTests
{
    [Fact]
    public void The_value_is_the_weighted_mean_of_likelihood_ratios_of_binomials()
    {
        var worse = CountEProcess.Worse(1, 1);
        (double X, double N, double Y, double M)[] steps = [(3, 100, 1, 200), (0, 50, 2, 300), (4, 120, 0, 80)];
        foreach (var (x, n, y, m) in steps)
        {
            worse.Add(new CountStep(x, n, y, m));
        }

        (double Ratio, double Stake)[] grid = [(1.25, 13), (1.5, 16), (2, 13), (3, 10), (5, 7), (10, 5)];
        var expected = grid.Sum(g => g.Stake / 64 * Likelihoods(g.Ratio));
        Assert.Equal(Math.Log(expected), worse.LogValue, 1e-12);

        double Likelihoods(double r) =>
            steps.Aggregate(1.0, (product, s) => product * Math.Pow(P(r, s.N, s.M) / P(1, s.N, s.M), s.X) * Math.Pow((1 - P(r, s.N, s.M)) / (1 - P(1, s.N, s.M)), s.Y));
        static double P(double r, double n, double m) => r * n / ((r * n) + m);
    }

    [Fact]
    public void All_of_what_there_is_to_stake_is_staked()
    {
        Assert.Equal(1, CountEProcess.Worse(1, 1).Stakes.Sum());
        Assert.Equal(1, CountEProcess.Good(1, 2, 1).Stakes.Sum());
        Assert.Equal(0, CountEProcess.Worse(1, 1).LogValue);
    }

    [Fact]
    public void In_the_mean_over_all_outcomes_a_step_under_the_null_multiplies_by_one()
    {
        foreach (var (test, ratio) in (IReadOnlyList<(Func<CountEProcess>, double)>)[(() => CountEProcess.Worse(1, 1), 1.0), (() => CountEProcess.Worse(1.5, 1), 1.5), (() => CountEProcess.Good(1, 2, 1), 2.0)])
        {
            const int Events = 12;
            var p = ratio * 70 / ((ratio * 70) + 430);
            var mean = 0.0;
            for (var x = 0; x <= Events; x++)
            {
                var process = test();
                process.Add(new CountStep(x, 70, Events - x, 430));
                mean += Choose(Events, x) * Math.Pow(p, x) * Math.Pow(1 - p, Events - x) * Math.Exp(process.LogValue);
            }

            Assert.Equal(1, mean, 1e-12);
        }
    }

    [Fact]
    public void The_alternatives_for_a_pass_are_those_for_twice_as_many_and_keep_as_good_among_them()
    {
        Assert.Equal([0.5, 0.75, 1, 1.25], CountEProcess.Good(1, 2, 1).Alternatives.Select(a => Math.Round(a, 12)));
        Assert.Contains(1.0, CountEProcess.Good(1, 1.2, 1).Alternatives);
        Assert.Contains(1.5, CountEProcess.Good(1.5, 4, 1).Alternatives);
        Assert.All(CountEProcess.Good(1.5, 4, 1).Alternatives, a => Assert.True(a < 4));
    }

    [Theory]
    [InlineData(5, 0, 5, 100)]
    [InlineData(5, 100, 5, 0)]
    [InlineData(double.NaN, 100, 5, 100)]
    [InlineData(5, double.PositiveInfinity, 5, 100)]
    [InlineData(0, 100, 0, 100)]
    public void A_step_without_traffic_numbers_or_events_says_nothing(double x, double n, double y, double m)
    {
        var (worse, good) = (CountEProcess.Worse(1, 1), CountEProcess.Good(1, 2, 1));

        Assert.Equal((0.0, 0.0), (worse.Add(new CountStep(x, n, y, m)), good.Add(new CountStep(x, n, y, m))));
    }

    [Fact]
    public void Dispersion_takes_its_part_of_the_evidence()
    {
        var (plain, tempered) = (CountEProcess.Worse(1, 1), CountEProcess.Worse(1, 2));
        plain.Add(new CountStep(10, 100, 4, 100));
        tempered.Add(new CountStep(20, 100, 8, 100));

        Assert.Equal(plain.LogValue, tempered.LogValue, 1e-12);
    }

    [Fact]
    public void The_interval_ends_where_the_test_does_not_exclude_any_more()
    {
        var metric = new MetricDefinition { Name = "m", Kind = MetricKind.Errors, Query = "q" };
        CountStep[] steps = [.. Enumerable.Repeat(new CountStep(20, 1000, 10, 1000), 20)];
        var (lower, upper) = (RatioInterval.Lower(steps, metric, 1, Math.Log(100))!.Value, RatioInterval.Upper(steps, metric, 1, Math.Log(100))!.Value);

        Assert.InRange(lower, 1.3, 2);
        Assert.InRange(upper, 2, 3);
        Assert.Equal(Math.Log(100), Evidence(CountEProcess.Worse(lower, 1)), 1e-3);
        Assert.Null(RatioInterval.Lower([new CountStep(0, 10, 5, 10)], metric, 1, Math.Log(100)));
        Assert.Null(RatioInterval.Upper([new CountStep(50, 10, 0, 10)], metric, 1, Math.Log(100)));

        double Evidence(CountEProcess process) => steps.Aggregate(0.0, (_, step) => process.Add(step));
    }

    [Fact]
    public void What_is_said_to_be_detectable_is_found_nine_times_of_ten()
    {
        CountStep[] seen = [.. Enumerable.Repeat(new CountStep(5, 1000, 20, 4000), 40)];
        var detectable = CountPower.Detectable(seen, new MetricDefinition { Name = "m", Kind = MetricKind.Errors, Query = "q" }, 1, Math.Log(100))!.Value;
        var (random, found) = (new BenchRandom(5), 0);
        for (var release = 0; release < 1000; release++)
        {
            var process = CountEProcess.Worse(1, 1);
            found += seen.Any(s => process.Add(s with { CanaryEvents = random.Poisson(5 * detectable), BaselineEvents = random.Poisson(20) }) >= Math.Log(100)) ? 1 : 0;
        }

        Assert.InRange(detectable, 1.3, 2);
        Assert.InRange(found, 880, 1000);
    }

    private static double Choose(int n, int k) => k == 0 ? 1 : Choose(n, k - 1) * (n - k + 1) / k;
}
