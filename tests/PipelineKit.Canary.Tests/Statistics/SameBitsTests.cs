using Xunit;

namespace PipelineKit.Canary.Tests;

/// <summary>Answers of Kayenta's own solver with commons-math3 3.6.1 on JVM 17.</summary>
public sealed class SameBitsTests
{
    [Theory]
    [InlineData(0.98, "0.31 0.52 -0.0 0.47 0.66 0.18 0.5 0.39 0.0 0.58", "0.44 0.0 0.71 0.52 0.83 -0.0 0.61 0.35 0.77 0.69", -0.17997441616092985, 0.44005745760500325, 0.16420344681757093)]
    [InlineData(0.95, "3 2 4 3 3 2 5", "6 5 7 6 8 6", 1.9999531048106327, 4.999956578941474, 3.0000173909087793)]
    [InlineData(0.9, "101.25 98.5 99.75 103 97.125 100.5 102.75 99", "108.5 111.25 104 109.75 112.5 107", 5.749936862940887, 11.374916676177323, 8.602419060068616)]
    [InlineData(0.99, "0.0001 0.00012 0.00009 0.00011 0.000105 0.0001", "0.00014 0.00013 0.00012 0.00016 0.00015 0.00013", 0.0, 7.000000000000001E-5, 7.000000000000001E-5)]
    public void The_interval_is_Kayentas_to_the_last_bit(double confidence, string control, string experiment, double lower, double upper, double estimate) =>
        Assert.Equal(new ShiftInterval(lower, upper, estimate), MannWhitney.Interval(Ascending(experiment), Ascending(control), confidence));

    [Fact]
    public void The_quantile_is_the_one_Kayenta_computes() => Assert.Equal(-2.326347874040841, NormalQuantile.At((1 - 0.98) / 2));

    private static double[] Ascending(string numbers)
    {
        var sample = Array.ConvertAll(numbers.Split(' '), n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture));
        Array.Sort(sample);
        return sample;
    }
}
