using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class KayentaJudgeTests
{
    private static readonly double[] Ten = [10, 11, 9, 10.5, 9.5, 10.2, 9.8, 10.7, 9.3, 10.1];

    [Fact]
    public void What_is_twice_as_high_is_high_and_the_reverse_low()
    {
        var twice = Array.ConvertAll(Ten, v => v * 2);

        var (high, low) = (KayentaJudge.Judge(Ten, twice, new()), KayentaJudge.Judge(twice, Ten, new()));

        Assert.Equal((Classification.High, 2.0, 1.0), (high.Classification, high.Deviation, high.Cles));
        Assert.InRange(high.Estimate, high.Lower, high.Upper);
        Assert.Equal((Classification.Low, 0.5, 0.0), (low.Classification, low.Deviation, low.Cles));
    }

    [Theory]
    [InlineData(MetricDirection.Decrease, Classification.Pass)]
    [InlineData(MetricDirection.Increase, Classification.High)]
    [InlineData(MetricDirection.Either, Classification.High)]
    internal void Only_the_bad_direction_counts(MetricDirection direction, Classification expected) =>
        Assert.Equal(expected, KayentaJudge.Judge(Ten, Array.ConvertAll(Ten, v => v * 2), new() { Direction = direction }).Classification);

    [Theory]
    [InlineData(NanStrategy.Remove, false, false, Classification.Nodata, false)]
    [InlineData(NanStrategy.Remove, true, false, Classification.Nodata, true)]
    [InlineData(NanStrategy.Remove, false, true, Classification.NodataFailMetric, false)]
    [InlineData(NanStrategy.Remove, true, true, Classification.Nodata, true)]
    [InlineData(NanStrategy.Replace, true, true, Classification.Pass, false)]
    internal void Missing_data_are_what_the_options_say(NanStrategy strategy, bool critical, bool must, Classification expected, bool fails)
    {
        var verdict = KayentaJudge.Judge(Ten, strategy == NanStrategy.Remove ? [double.NaN] : [], new() { NanStrategy = strategy, IsCritical = critical, MustHaveData = must });

        Assert.Equal((expected, fails, 1.0), (verdict.Classification, verdict.IsCritical, verdict.Deviation));
    }

    [Fact]
    public void Zeros_stand_for_missing_values_when_asked()
    {
        double[] gaps = [.. Ten, double.NaN, double.NaN];

        Assert.Equal("the data are identical", KayentaJudge.Judge(Ten, gaps, new()).Reason);
        Assert.NotEqual("the data are identical", KayentaJudge.Judge(Ten, gaps, new() { NanStrategy = NanStrategy.Replace }).Reason);
    }

    [Fact]
    public void Outliers_are_left_out_on_each_side_when_asked()
    {
        double[] spread = [.. Enumerable.Range(0, 400).Select(i => 10 + (i % 20 / 10.0))];
        double[] spiked = [.. spread, 1e9];

        Assert.Equal("the data are identical", KayentaJudge.Judge(spread, spiked, new() { OutlierFactor = 3 }).Reason);
        Assert.Equal(400, OutlierFence.Inside(spiked, 3).Length);
        Assert.Equal(spread, OutlierFence.Inside(spread, 3));
    }

    [Fact]
    public void Two_constants_are_compared_and_always_in_the_same_way()
    {
        var first = KayentaJudge.Judge([1, 1, 1, 1, 1], [10, 10, 10, 10, 10], new());

        Assert.Equal(Classification.High, first.Classification);
        Assert.Equal(first, KayentaJudge.Judge([1, 1, 1, 1, 1], [10, 10, 10, 10, 10], new()));
    }

    [Fact]
    public void An_effect_that_is_allowed_passes()
    {
        var half = Array.ConvertAll(Ten, v => v * 1.5);

        Assert.Equal(Classification.Pass, KayentaJudge.Judge(Ten, half, new() { Allowed = (0.5, 1.6) }).Classification);
        Assert.Equal(Classification.High, KayentaJudge.Judge(Ten, half, new() { Allowed = (0.5, 1.4) }).Classification);
        Assert.True(KayentaJudge.Judge(Ten, half, new() { IsCritical = true, Critical = (1, 1.4) }).IsCritical);
        Assert.False(KayentaJudge.Judge(Ten, half, new() { IsCritical = true, Critical = (1, 1.6) }).IsCritical);
    }

    [Fact]
    public void Infinite_values_end_and_do_not_pass_for_numbers_where_they_cannot_be_judged()
    {
        double[] infinite = [.. Ten, double.PositiveInfinity];

        Assert.Equal(Classification.Pass, KayentaJudge.Judge(Ten, infinite, new()).Classification);
        Assert.Equal(Classification.Error, RankJudge.Judge(Ten, infinite, new()).Classification);
    }

    [Fact]
    public void Only_the_exact_judge_says_the_same_in_every_unit()
    {
        double[] control = [.. Enumerable.Range(0, 60).Select(i => (3 + (i * 7 % 5)) / 60000.0)];
        double[] experiment = [.. Enumerable.Range(0, 60).Select(i => (6 + (i * 3 % 5)) / 60000.0)];
        MetricVerdict[] exact = [.. Units().Select(u => RankJudge.Judge(Array.ConvertAll(control, v => v * u), Array.ConvertAll(experiment, v => v * u), new()))];
        MetricVerdict[] kayentas = [.. Units().Select(u => KayentaJudge.Judge(Array.ConvertAll(control, v => v * u), Array.ConvertAll(experiment, v => v * u), new()))];

        Assert.Single(exact.Select(v => v.Classification).Distinct());
        Assert.Equal(Classification.High, exact[0].Classification);
        Assert.Equal(2, kayentas.Select(v => v.Classification).Distinct().Count());

        static IEnumerable<double> Units() => Enumerable.Range(-9, 19).Select(k => Math.Pow(10, k));
    }
}
