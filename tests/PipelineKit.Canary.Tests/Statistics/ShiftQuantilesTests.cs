using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Canary;
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
