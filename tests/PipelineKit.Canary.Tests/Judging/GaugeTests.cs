using PipelineKit.Benchmarks;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class GaugeTests
{
    private static readonly BenchValues Values = new(0.3, 10, 0, false);

    [Fact]
    public void A_shift_is_found_at_a_look_and_a_good_one_passes_only_at_the_end()
    {
        var (good, bad) = (Values.Make(new BenchRandom(1), 60, 1, 199), Values.Make(new BenchRandom(1), 60, 1.5, 199));

        var failed = Cases.Decide(Cases.Policy(), bad);
        var passed = Cases.Decide(Cases.Policy(), good);
        var early = Cases.Decide(Cases.Policy(), Cases.First(good, 55));

        Assert.Equal((CanaryVerdict.Fail, 0), (failed.Verdict, failed.Metrics[0].DecidedAt % 5));
        Assert.InRange(failed.Metrics[0].RatioLower!.Value, 1.1, 1.5);
        Assert.Equal((CanaryVerdict.Pass, 60), (passed.Verdict, passed.Metrics[0].DecidedAt));
        Assert.InRange(passed.Metrics[0].DetectableRatio!.Value, 1.01, 1.5);
        Assert.Equal((CanaryVerdict.Inconclusive, 5, true), (early.Verdict, early.Metrics[0].StepsNeeded, early.MayExtend));
    }

    [Fact]
    public void Too_little_history_is_inconclusive_and_says_how_much_is_needed()
    {
        var decision = Cases.Decide(Cases.Policy(), Values.Make(new BenchRandom(2), 60, 3, 98));

        Assert.Equal((CanaryVerdict.Inconclusive, false), (decision.Verdict, decision.MayExtend));
        Assert.Contains("98 windows of history without gaps, and alpha needs 99", decision.Text, StringComparison.Ordinal);
        Assert.Equal(CanaryVerdict.Fail, Cases.Decide(Cases.Policy(), Values.Make(new BenchRandom(2), 60, 3, 99)).Verdict);
    }

    [Fact]
    public void Beside_counts_gauges_have_half_of_alpha_and_need_twice_the_history()
    {
        var (errors, gauge) = (new MetricDefinition { Name = "e", Kind = MetricKind.Errors, Query = "q" }, new MetricDefinition { Name = "g", Kind = MetricKind.Gauge, Query = "q" });

        Assert.Equal((0, 99, 199), (CanaryJudge.HistoryNeeded(Cases.Policy(), [errors]), CanaryJudge.HistoryNeeded(Cases.Policy(), [gauge]), CanaryJudge.HistoryNeeded(Cases.Policy(), [errors, gauge])));
        Assert.Equal(99, CanaryJudge.HistoryNeeded(Cases.Policy(), [errors with { IsMuted = true }, gauge]));
    }

    [Fact]
    public void Windows_with_gaps_or_too_short_are_not_counted()
    {
        var data = Values.Make(new BenchRandom(3), 60, 1, 100);
        double[][] history = [.. data.History.Skip(2), [.. data.History[0].Take(59)], [.. data.History[1].Take(59), double.NaN]];

        Assert.Contains("98 windows", Cases.Decide(Cases.Policy(), data with { History = history }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_zero_need_a_history_of_differences()
    {
        var random = new BenchRandom(4);
        double[] Arm(double level) => [.. Enumerable.Range(0, 60).Select(_ => Math.Max(0, level + random.Normal()))];
        double[][] history = [.. Enumerable.Range(0, 199).Select(_ => (double[])[.. Arm(1).Zip(Arm(1), (a, b) => a - b)])];
        var (good, bad) = (Cases.Gauge("queue", Arm(1), Arm(1), history, d => d with { PassRatio = 3 }), Cases.Gauge("queue", Arm(5), Arm(1), history));

        Assert.Equal("data.not-a-number", Cases.Decide(Cases.Policy(), good).Reason);
        Assert.Equal(CanaryVerdict.Pass, Cases.Decide(Cases.Policy(), good with { IsDifference = true }).Verdict);
        Assert.Equal(CanaryVerdict.Fail, Cases.Decide(Cases.Policy(), bad with { IsDifference = true }).Verdict);
    }

    [Fact]
    public void What_could_not_have_been_found_does_not_pass()
    {
        var data = Values.Make(new BenchRandom(5), 60, 1, 199);

        var decision = Cases.Decide(Cases.Policy(), data with { Definition = data.Definition with { PassRatio = 1.001 } });

        Assert.Equal(CanaryVerdict.Inconclusive, decision.Verdict);
        Assert.Contains("not enough to exclude", decision.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 60, new[] { 7, 14, 21, 28, 35, 42, 49, 56, 60 })]
    [InlineData(5, 10, new[] { 5, 10 })]
    [InlineData(5, 3, new[] { 3 })]
    public void It_is_looked_every_so_many_steps_and_at_the_end(int every, int steps, int[] expected) =>
        Assert.Equal(expected, GaugePanel.LooksOf(new CanaryPolicy { Steps = steps, GaugeLookEvery = every }));

    // Counted from the largest: 0.8·alpha·(K+1), and never after alpha·(K+1), where more than alpha would be above.
    [Theory]
    [InlineData(99, 0.01, 99)]
    [InlineData(124, 0.01, 124)]
    [InlineData(198, 0.01, 198)]
    [InlineData(199, 0.01, 198.4)]
    [InlineData(199, 0.005, 199)]
    [InlineData(249, 0.01, 248)]
    [InlineData(279, 0.01, 278)]
    [InlineData(999, 0.01, 992)]
    public void A_fifth_of_alpha_is_left_when_there_is_history_enough(int windows, double alpha, double expected) =>
        Assert.Equal(expected, GaugePanel.ThresholdOf([.. Enumerable.Range(1, windows).Select(i => (double)i)], alpha), 1e-9);

    [Fact]
    public void What_a_window_is_held_against_has_not_that_window_in_it()
    {
        double[][] history = [[1, 1], [2, 2], [3, -3]];
        var looks = new GaugeLooks(Cases.Gauge("g", [1, 1], [1, 1], history), [1]);

        Assert.Equal(Math.Sqrt(14 / 3.0), looks.Scale, 1e-12);
        Assert.Equal([Math.Sqrt(13 / 2.0), Math.Sqrt(10 / 2.0), Math.Sqrt(5 / 2.0)], Enumerable.Range(0, 3).Select(looks.ScaleWithout));
    }

    // With one window of the past that stands out in one metric: its own size must not make it smaller than it is.
    [Fact]
    public void Several_gauges_are_held_against_windows_in_the_scale_of_the_others()
    {
        var random = new BenchRandom(6);
        MetricData Named(string name) => Values.Make(random, 60, 1, 199) with { Definition = new MetricDefinition { Name = name, Kind = MetricKind.Gauge, Query = "q", PassRatio = 1.5 } };
        List<MetricData> metrics = [Named("a"), Named("b")];

        var panel = new GaugePanel(metrics, Cases.Policy(), 0.01);
        var gauges = metrics.ConvertAll(m => new GaugeLooks(m, GaugePanel.LooksOf(Cases.Policy())));
        double[] largest = [.. Enumerable.Range(0, 199).Select(k => gauges.Max(g => g.History[k]!.Max() / g.ScaleWithout(k))).Order()];

        Assert.Equal(GaugePanel.ThresholdOf(largest, 0.01), panel.Threshold);
        Assert.True(panel.Threshold > GaugePanel.ThresholdOf([.. Enumerable.Range(0, 199).Select(k => gauges.Max(g => g.History[k]!.Max() / g.Scale)).Order()], 0.01));
    }
}
