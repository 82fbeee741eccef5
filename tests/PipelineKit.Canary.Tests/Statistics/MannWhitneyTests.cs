using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class MannWhitneyTests
{
    [Theory]
    [InlineData(0.01, -2.3263478740408411)]
    [InlineData(0.025, -1.9599639845400545)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(1e-5, -4.264890793922602)]
    [InlineData(1e-3, -3.090232306167813)]
    public void Quantiles_of_the_normal_distribution_are_those_of_R(double probability, double expected) => Assert.Equal(expected, NormalQuantile.At(probability), 1e-12);

    [SkippableFact]
    public void Kayentas_own_cases_give_its_own_numbers()
    {
        const double Exact = 1e-6;
        var problem = Case(3);
        var interval = MannWhitney.Interval(Sorted(problem, "experiment"), Sorted(problem, "control"), 0.98);
        Assert.Equal((-1.4808028936386108E-5, 1.808255910873413E-5, 1.808255910873413E-5), (interval.Lower, interval.Upper, interval.Estimate));

        var tie = Case(4);
        interval = MannWhitney.Interval(Sorted(tie, "experiment"), Sorted(tie, "control"), 0.95);
        Assert.Equal(-0.500002521696696, interval.Lower, Exact);
        Assert.Equal(-3.486287505871302e-05, interval.Upper, Exact);
        Assert.Equal(-0.4999393907180323, interval.Estimate, 1e-4);

        var small = MannWhitney.Interval([10, 20, 30, 40], [1, 2, 3, 4], 0.95);
        Assert.Equal((6.0, 39.0, 22.5), (small.Lower, small.Upper, small.Estimate));

        var ranks = new ShiftedRanks(Sorted(Case(0), "x"), Sorted(Case(0), "y"), 0);
        Assert.Equal(-1.229416, ranks.At(0), Exact);
        Assert.Equal(-35.80606, ranks.At(5), 1e-5);
    }

    [SkippableFact]
    public void The_intervals_are_those_of_R()
    {
        using var answers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Peer.SharedData("canary"), "known-answers.json")));
        var looked = 0;
        foreach (var answer in answers.RootElement.EnumerateArray())
        {
            foreach (var (name, confidence) in (IReadOnlyList<(string, double)>)[("asym_ci95", 0.95), ("asym_ci98", 0.98)])
            {
                if (answer.TryGetProperty(name, out var expected))
                {
                    var interval = MannWhitney.Interval(Sorted(answer, "x"), Sorted(answer, "y"), confidence);
                    Assert.Equal(expected[0].GetDouble(), interval.Lower, 1e-9);
                    Assert.Equal(expected[1].GetDouble(), interval.Upper, 1e-9);
                    looked++;
                }
            }

            if (answer.TryGetProperty("hl", out var median))
            {
                Assert.Equal(median.GetDouble(), ShiftQuantiles.Interval(Sorted(answer, "x"), Sorted(answer, "y"), 0.95).Estimate, 1e-9);
            }
        }

        Assert.Equal(4, looked);
    }

    private static JsonElement Case(int index)
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Peer.SharedData("canary"), "kayenta-mannwhitney-cases.json")));
        return document.RootElement[index].GetProperty("arrays");
    }

    private static double[] Numbers(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static double[] Sorted(JsonElement one, string name) => [.. Numbers(one, name).Order()];
}
