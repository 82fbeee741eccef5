using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Benchmarks;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class ShiftQuantilesTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void The_interval_is_that_of_all_differences_written_down() =>
        Prop.ForAll(Two, samples =>
        {
            var (x, y) = samples;
            var interval = ShiftQuantiles.Interval(x, y, 0.9);
            double[] differences = [.. x.SelectMany(a => y.Select(b => a - b)).OrderDescending()];
            var (m, n) = ((double)x.Length, (double)y.Length);
            var ties = x.GroupBy(v => v).Concat(y.GroupBy(v => v)).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
            var reach = 1.6448536269514722 * Math.Sqrt(m * n / 12 * (m + n + 1 - (ties / ((m + n) * (m + n - 1)))));
            Assert.Equal(At(differences, Math.Floor((m * n / 2) + 0.5 + reach)), interval.Lower);
            Assert.Equal(At(differences, Math.Floor((m * n / 2) - 0.5 - reach)), interval.Upper);
            Assert.Equal((differences[(differences.Length - 1) / 2] + differences[differences.Length / 2]) / 2, interval.Estimate);
        }).Check(Often);

    // Large enough for grids and counting; values that are many times the same, and ones that crowd, too.
    [Theory]
    [InlineData(60, 60, "normal")]
    [InlineData(61, 60, "normal")]
    [InlineData(300, 517, "normal")]
    [InlineData(801, 799, "normal")]
    [InlineData(1, 700, "normal")]
    [InlineData(700, 1, "normal")]
    [InlineData(200, 240, "counts")]
    [InlineData(500, 500, "counts")]
    [InlineData(500, 450, "heavy")]
    [InlineData(400, 400, "two heaps")]
    [InlineData(300, 300, "one far away")]
    [InlineData(300, 300, "tiny")]
    public void The_interval_of_large_samples_is_that_of_all_differences_written_down(int m, int n, string shape)
    {
        for (var seed = 1UL; seed <= 6; seed++)
        {
            var random = new BenchRandom(seed);
            double[] x = [.. Enumerable.Range(0, m).Select(_ => Value(random, shape)).Order()], y = [.. Enumerable.Range(0, n).Select(_ => Value(random, shape)).Order()];
            var interval = ShiftQuantiles.Interval([.. x, double.PositiveInfinity], [.. y, double.PositiveInfinity], 0.98, out var cles);
            double[] differences = [.. x.SelectMany(a => y.Select(b => a - b)).OrderDescending()];
            var ties = x.GroupBy(v => v).Concat(y.GroupBy(v => v)).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
            var reach = -NormalQuantile.At(0.01) * Math.Sqrt((double)m * n / 12 * (m + n + 1 - (ties / ((m + (double)n) * (m + n - 1)))));
            Assert.Equal(At(differences, Math.Floor((m * n / 2.0) + 0.5 + reach)), interval.Lower);
            Assert.Equal(At(differences, Math.Floor((m * n / 2.0) - 0.5 - reach)), interval.Upper);
            Assert.Equal((differences[(differences.Length - 1) / 2] + differences[differences.Length / 2]) / 2, interval.Estimate);
            Assert.Equal(Samples.CommonLanguageEffect(x, y), cles);
        }
    }

    [Theory]
    [InlineData(95, "normal")]
    [InlineData(96, "normal")]
    [InlineData(2000, "normal")]
    [InlineData(500, "counts")]
    [InlineData(500, "heavy")]
    [InlineData(500, "two heaps")]
    [InlineData(500, "one far away")]
    [InlineData(500, "tiny")]
    public void Sorting_and_selecting_give_what_sorting_of_the_framework_gives(int count, string shape)
    {
        var random = new BenchRandom(9);
        double[] sample = [.. Enumerable.Range(0, count).Select(_ => Value(random, shape))], ascending = new double[count];

        SortedSamples.Sort(sample, ascending);

        Assert.Equal(sample.Order(), ascending);
        foreach (var place in (int[])[0, 1, count / 3, count / 2, count - 1])
        {
            var copy = (double[])sample.Clone();
            Assert.Equal(ascending[place], Selection.Of(copy, place));
            Assert.Equal(ascending[Math.Min(place + 1, count - 1)], place + 1 < count ? copy[(place + 1)..].Min() : ascending[^1]);
        }
    }

    [Fact]
    public void Values_that_are_not_finite_are_seen_wherever_they_are()
    {
        foreach (var wrong in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (var at = 0; at < 11; at++)
            {
                double[] sample = [1, -2, 3, 4, 5, -6, 7, 8, 9, 10, 11];
                var (plain, whole) = (Array.ConvertAll(sample, v => v + 1), RankJudge.Judge(sample, sample[1..], new MetricOptions()));
                sample[at] = wrong;
                var judged = RankJudge.Judge(plain, sample, new MetricOptions());
                Assert.Equal(double.IsNaN(wrong) ? Classification.Pass : Classification.Error, judged.Classification);
                Assert.Equal(judged.Classification, RankJudge.Judge(sample, plain, new MetricOptions()).Classification);
                Assert.Equal(Classification.Pass, whole.Classification);
            }
        }
    }

    // The sum of these is beyond what a number can be: that says nothing about each.
    [Fact]
    public void Values_whose_sum_is_too_large_are_judged_all_the_same()
    {
        double[] large = [1e308, 1.1e308, 1.2e308, 1.3e308];

        var judged = RankJudge.Judge(large, Array.ConvertAll(large, v => v / 2), new MetricOptions());

        Assert.NotEqual(Classification.Error, judged.Classification);
        Assert.Equal(-0.6e308, judged.Estimate, 0.06e308);
    }

    [Fact]
    public void Two_means_at_once_are_those_of_each_to_the_last_bit() =>
        Prop.ForAll(Two, samples => Assert.Equal((Samples.Mean(samples.X), Samples.Mean(samples.Y)), Samples.Means(samples.X, samples.Y))).Check(Often);

    [Fact]
    public void The_rank_judge_takes_points_in_any_order_and_unit()
    {
        var random = new BenchRandom(4);
        for (var turn = 0; turn < 40; turn++)
        {
            double[] control = [.. Enumerable.Range(0, 30 + (5 * turn)).Select(_ => Value(random, "normal"))], experiment = [.. Enumerable.Range(0, 30 + (5 * turn)).Select(_ => Value(random, "normal") + (turn % 5))];
            var verdict = RankJudge.Judge(control, experiment, new());
            var slow = KayentaJudge.Judge(control, experiment, new(), ShiftQuantiles.Interval);
            Assert.Equal(slow, verdict);
            Assert.Equal(verdict with { Deviation = 0 }, RankJudge.Judge([.. control.Reverse()], [.. experiment.Reverse()], new()) with { Deviation = 0 });
            foreach (var unit in (double[])[1e-9, 1e-4, 1e3, 1e9])
            {
                Assert.Equal(verdict.Classification, RankJudge.Judge(Scaled(control, unit), Scaled(experiment, unit), new()).Classification);
            }

            var swapped = RankJudge.Judge(experiment, control, new()).Classification;
            Assert.Equal(verdict.Classification switch { Classification.High => Classification.Low, Classification.Low => Classification.High, var same => same }, swapped);
        }
    }

    [Fact]
    public void Another_unit_changes_nothing_but_the_unit() =>
        Prop.ForAll(Two, Gen.Choose(-40, 40).ToArbitrary(), (samples, power) =>
        {
            var scale = Math.ScaleB(1, power);
            var (here, there) = (ShiftQuantiles.Interval(samples.X, samples.Y, 0.98), ShiftQuantiles.Interval(Scaled(samples.X, scale), Scaled(samples.Y, scale), 0.98));
            Assert.Equal((here.Lower * scale, here.Upper * scale, here.Estimate * scale), (there.Lower, there.Upper, there.Estimate));
        }).Check(Often);

    [Fact]
    public void Changing_sides_turns_the_interval_around() =>
        Prop.ForAll(Two, samples =>
        {
            var (here, there) = (ShiftQuantiles.Interval(samples.X, samples.Y, 0.98), ShiftQuantiles.Interval(samples.Y, samples.X, 0.98));
            Assert.Equal(here.Estimate, -there.Estimate);
            Assert.InRange(here.Lower, double.NegativeInfinity, here.Estimate);
            Assert.InRange(here.Upper, here.Estimate, double.PositiveInfinity);
        }).Check(Often);

    [Fact]
    public void Both_kinds_of_ranks_are_one_where_both_apply() =>
        Prop.ForAll(Two, Gen.Choose(-6, 6).ToArbitrary(), (samples, shift) =>
        {
            double[] x = [.. samples.X.Order()], y = [.. samples.Y.Order()];
            if (x.Concat(y).Distinct().Count() > 1)
            {
                Assert.Equal(Value(new ShiftedRanks(x, y, 0.5), shift / 2.0), Value(new UnusualRanks(x, y, 0.5), shift / 2.0));
            }
        }).Check(Often);

    [Fact]
    public void Infinity_ranks_highest_and_minus_zero_is_below_zero()
    {
        Assert.True(UnusualRanks.Needs([1, double.PositiveInfinity]) && UnusualRanks.Needs([-0.0]));
        Assert.False(UnusualRanks.Needs([1, 0, -3]));
        Assert.Equal(new ShiftedRanks([1, 9], [2, 3], 0).At(0), new UnusualRanks([1, double.PositiveInfinity], [2, 3], 0).At(0));
        Assert.Equal(new ShiftedRanks([-1, 5], [0, 5], 0).At(0), new UnusualRanks([-0.0, 5], [0, 5], 0).At(0));
    }

    private static double Value(BenchRandom random, string shape) => shape switch
    {
        "counts" => random.Poisson(3),
        "heavy" => Math.Exp(3 * random.Normal()),
        "two heaps" => (random.Uniform() < 0.5 ? 0 : 1000) + random.Normal(),
        "one far away" => random.Uniform() < 0.005 ? 1e12 : random.Normal(),
        "tiny" => 1e-300 * random.Normal(),
        _ => 100 + (10 * random.Normal()),
    };

    private static double Value<T>(T ranks, double shift)
        where T : IRealFunction
    {
        try
        {
            return ranks.At(shift);
        }
        catch (ArithmeticException)
        {
            return double.NaN;
        }
    }

    private static double At(double[] descending, double index) => descending[(int)Math.Clamp(index, 0, descending.Length - 1)];

    private static double[] Scaled(double[] sample, double scale) => Array.ConvertAll(sample, v => v * scale);

    // Few different values, so that there are ties.
    private static Arbitrary<(double[] X, double[] Y)> Two =>
        (from m in Gen.Choose(1, 12) from n in Gen.Choose(1, 12) from x in Sample(m) from y in Sample(n) select (x, y)).ToArbitrary();

    private static Gen<double[]> Sample(int size) => Gen.Choose(-20, 20).Select(v => v / 2.0).ArrayOf(size).Select(v => v.Order().ToArray());
}
