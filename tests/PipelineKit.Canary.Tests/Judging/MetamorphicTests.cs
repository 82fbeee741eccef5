using PipelineKit.Benchmarks;
using Xunit;

namespace PipelineKit.Canary.Tests;

/// <summary>What must not change a verdict, over releases of all families of the bench.</summary>
public sealed class MetamorphicTests
{
    private const int Releases = 6;

    public static TheoryData<string> Families => [.. BenchFamily.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Another_unit_changes_no_verdict(string family) => Each(family, (data, decision) =>
    {
        for (var power = -9; power <= 9; power += 3)
        {
            Same(decision, Decide(Scaled(data, Math.Pow(10, power))));
        }
    });

    [Theory]
    [MemberData(nameof(Families))]
    public void The_arms_changed_and_the_direction_too_is_the_same_question(string family) => Each(family, (data, decision) =>
    {
        var swapped = data with
        {
            Definition = data.Definition with { Direction = MetricDirection.Decrease },
            CanaryCounts = data.BaselineCounts,
            BaselineCounts = data.CanaryCounts,
            CanaryValues = data.BaselineValues,
            BaselineValues = data.CanaryValues,
            History = [.. data.History.Select(h => Array.ConvertAll(h, v => -v))],
        };
        var there = Decide(swapped);
        Assert.Equal((decision.Verdict, decision.Reason, decision.Metrics[0].DecidedAt), (there.Verdict, there.Reason, there.Metrics[0].DecidedAt));
        Assert.Equal(decision.Metrics[0].Ratio ?? 0, there.Metrics[0].Ratio is > 0 and var ratio ? 1 / ratio : 0, 1e-9 * (decision.Metrics[0].Ratio ?? 1));
        Assert.Equal(decision.Metrics[0].WorseEvidence, there.Metrics[0].WorseEvidence);
        Assert.Equal(decision.Metrics[0].GoodEvidence, there.Metrics[0].GoodEvidence);
        if (decision.Metrics[0].RatioLower is { } lower)
        {
            Assert.Equal(1 / lower, there.Metrics[0].RatioUpper!.Value, 1e-9 / lower);
        }
    });

    [Theory]
    [MemberData(nameof(Families))]
    public void Another_time_changes_nothing(string family) => Each(family, (data, decision) =>
        Identical(decision, Decide(data with { Window = data.Window with { Start = data.Window.Start.AddDays(-400) } })));

    [Theory]
    [MemberData(nameof(Families))]
    public void Arms_with_the_same_data_never_fail_and_the_same_added_to_both_turns_nothing_round(string family) => Each(family, (data, decision) =>
    {
        var same = data with { CanaryCounts = data.BaselineCounts, CanaryValues = data.BaselineValues };
        Assert.NotEqual(CanaryVerdict.Fail, Decide(same).Verdict);
        if (data.CanaryCounts is { } canary && data.BaselineCounts is { } baseline)
        {
            var more = Decide(data with
            {
                CanaryCounts = new ArmCounts(Sum(canary.Events, baseline.Events), Sum(canary.Total, baseline.Total)),
                BaselineCounts = new ArmCounts(Sum(baseline.Events, baseline.Events), Sum(baseline.Total, baseline.Total)),
            });
            Assert.False((decision.Verdict, more.Verdict) is (CanaryVerdict.Pass, CanaryVerdict.Fail), "a pass became a failure");
        }
    });

    [Theory]
    [MemberData(nameof(Families))]
    public void A_gap_only_ever_makes_it_inconclusive(string family) => Each(family, (data, decision) =>
    {
        var whole = data with { Definition = data.Definition with { Data = DataPolicy.Default } };
        foreach (var at in (int[])[0, 17, 59])
        {
            var gap = whole with { CanaryCounts = Gap(whole.CanaryCounts, at), CanaryValues = Gap(whole.CanaryValues, at) };
            Assert.Equal(CanaryVerdict.Inconclusive, Decide(gap).Verdict);
        }

        Assert.NotNull(decision);
    });

    [Fact]
    public void The_order_of_metrics_changes_nothing()
    {
        var random = new BenchRandom(7);
        for (var release = 0; release < Releases; release++)
        {
            List<MetricData> metrics = [];
            foreach (var (index, family) in BenchFamily.All.Where(f => f.Name is "Poisson 3" or "Poisson 0.3" or "ratio 6/6000" or "AR(1) φ=0.6" or "LogN(0.5)").Index())
            {
                var data = family.Make(random, 60, index == release ? 1.5 : 1, 0.5, 199);
                metrics.Add(data with { Definition = data.Definition with { Name = $"m{index}" } });
            }

            var here = Cases.Decide(Cases.Policy(), [.. metrics]);
            metrics.Reverse();
            var there = Cases.Decide(Cases.Policy(), [.. metrics]);
            Identical(here, there with { Metrics = [.. there.Metrics.Reverse()] });
        }
    }

    private static void Each(string name, Action<MetricData, CanaryDecision> check)
    {
        var family = BenchFamily.All.Single(f => f.Name == name);
        foreach (var effect in (double[])[1, family.Effects[^2]])
        {
            for (var release = 0; release < Releases / 2; release++)
            {
                var data = family.Make(new BenchRandom((ulong)(release + 1)), 60, effect, 0.5, 99);
                check(data, Decide(data));
            }
        }
    }

    private static CanaryDecision Decide(MetricData data) => Cases.Decide(Cases.Policy(), data);

    private static void Same(CanaryDecision here, CanaryDecision there)
    {
        Assert.Equal((here.Verdict, here.Reason, here.Metrics[0].DecidedAt), (there.Verdict, there.Reason, there.Metrics[0].DecidedAt));
        Assert.Equal(here.Metrics[0].Ratio ?? 0, there.Metrics[0].Ratio ?? 0, 1e-9);
    }

    private static void Identical(CanaryDecision here, CanaryDecision there)
    {
        Assert.Equal(here.Metrics, there.Metrics);
        Assert.Equal((here.Verdict, here.Reason, here.Text, here.MayExtend), (there.Verdict, there.Reason, there.Text, there.MayExtend));
    }

    // Of counts the unit of the traffic: thousands of requests, or parts of one.
    private static MetricData Scaled(MetricData data, double by) => data with
    {
        CanaryValues = data.CanaryValues is { } c ? Array.ConvertAll(c, v => v * by) : null,
        BaselineValues = data.BaselineValues is { } b ? Array.ConvertAll(b, v => v * by) : null,
        CanaryCounts = data.CanaryCounts is { } canary ? canary with { Total = Array.ConvertAll(canary.Total, v => v * by) } : null,
        BaselineCounts = data.BaselineCounts is { } baseline ? baseline with { Total = Array.ConvertAll(baseline.Total, v => v * by) } : null,
    };

    private static double[] Sum(double[] first, double[] second) => [.. first.Zip(second, (a, b) => a + b)];

    private static ArmCounts? Gap(ArmCounts? counts, int at) => counts is null ? null : new ArmCounts(Gap(counts.Events, at)!, Gap(counts.Total, at)!);

    private static double[]? Gap(double[]? values, int at) => values is null ? null : [.. values[..at], double.NaN, .. values[(at + 1)..]];
}
