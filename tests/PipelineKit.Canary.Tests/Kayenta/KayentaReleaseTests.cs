using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class KayentaReleaseTests
{
    private static readonly double[] Ten = [10, 11, 9, 10.5, 9.5, 10.2, 9.8, 10.7, 9.3, 10.1];
    private static readonly Dictionary<string, double> NoWeights = [];

    private static MetricData Data(string name, char what, string groups = "g", bool critical = false, bool muted = false) => new()
    {
        Definition = new MetricDefinition
        {
            Name = name,
            Kind = MetricKind.Kayenta,
            Query = "q",
            IsCritical = critical,
            IsMuted = muted,
            Groups = groups.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Kayenta = new MetricOptions { MustHaveData = what == 'F' },
        },
        Window = new TimeWindow(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), Ten.Length),
        Pairs = what == '-' ? [] : [new MetricPair(name, Ten, what switch { 'P' => Ten, 'H' => Array.ConvertAll(Ten, v => v * 3), 'L' => Array.ConvertAll(Ten, v => v / 3), _ => [double.NaN] }, new MetricOptions())],
    };

    private static (double Score, CanaryVerdict Verdict) Decide(IReadOnlyDictionary<string, double> weights, params MetricData[] metrics)
    {
        var (score, verdict, _) = KayentaRelease.Decide(new KayentaScoring(95, 75, weights), metrics);
        return (score, verdict);
    }

    [Theory]
    [InlineData("P", 100, CanaryVerdict.Pass)]
    [InlineData("H", 0, CanaryVerdict.Fail)]
    [InlineData("PPPH", 75, CanaryVerdict.Inconclusive)]
    [InlineData("PPPL", 75, CanaryVerdict.Inconclusive)]
    [InlineData("PPPF", 75, CanaryVerdict.Inconclusive)]
    [InlineData("PPH", 66.67, CanaryVerdict.Fail)]
    [InlineData("PPN", 100, CanaryVerdict.Pass)]
    [InlineData("PN", 0, CanaryVerdict.Fail)]
    [InlineData("P-", 0, CanaryVerdict.Fail)]
    [InlineData("PF", 50, CanaryVerdict.Fail)]
    [InlineData("", 0, CanaryVerdict.Inconclusive)]
    internal void The_score_is_the_part_that_passed_of_what_could_be_compared(string what, double score, CanaryVerdict verdict) =>
        Assert.Equal((score, verdict), Decide(NoWeights, [.. what.Select((c, i) => Data($"m{i}", c))]));

    [Fact]
    public void Groups_without_a_weight_share_what_is_left()
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 70 };

        Assert.Equal(85, Decide(weights, Data("1", 'P', "a"), Data("2", 'P', "b"), Data("3", 'H', "c")).Score);
        Assert.Equal(77.5, Decide(weights, Data("1", 'P', "a"), Data("2", 'P', "b"), Data("3", 'H', "b"), Data("4", 'H', "c")).Score);
    }

    [Fact]
    public void A_weight_of_a_group_without_metrics_is_lost() => Assert.Equal(30, Decide(new Dictionary<string, double>(StringComparer.Ordinal) { ["none"] = 70 }, Data("1", 'P', "a")).Score);

    [Fact]
    public void A_metric_counts_in_each_of_its_groups() => Assert.Equal(25, Decide(NoWeights, Data("1", 'H', "a b"), Data("2", 'P', "b")).Score);

    [Fact]
    public void A_group_in_which_nothing_could_be_compared_counts_as_passed() => Assert.Equal(50, Decide(NoWeights, Data("1", 'N', "a"), Data("2", 'H', "b"), Data("3", 'H', "b")).Score);

    [Fact]
    public void A_critical_metric_that_does_not_pass_fails_everything()
    {
        Assert.Equal((0, CanaryVerdict.Fail), Decide(NoWeights, [.. Enumerable.Range(0, 99).Select(i => Data($"m{i}", 'P')), Data("x", 'H', critical: true)]));
        Assert.Equal((0, CanaryVerdict.Fail), Decide(NoWeights, [.. Enumerable.Range(0, 99).Select(i => Data($"m{i}", 'P')), Data("x", 'N', critical: true)]));
        Assert.Equal((100, CanaryVerdict.Pass), Decide(NoWeights, Data("x", 'P', critical: true)));
    }

    [Fact]
    public void Muted_metrics_are_told_and_do_not_count()
    {
        var (score, verdict, metrics) = KayentaRelease.Decide(new KayentaScoring(95, 75, NoWeights), [Data("1", 'P'), Data("2", 'H', muted: true, critical: true), Data("3", 'N', muted: true)]);

        Assert.Equal((100, CanaryVerdict.Pass), (score, verdict));
        Assert.Equal(["1 Pass not-worse", "2 Fail kayenta.high", "3 Inconclusive kayenta.nodata"], metrics.Select(m => $"{m.Name} {m.Verdict} {m.Reason}"));
        Assert.Equal(CanaryVerdict.Inconclusive, Decide(NoWeights, Data("2", 'P', muted: true)).Verdict);
    }

    [Fact]
    public void The_order_of_metrics_makes_no_difference()
    {
        MetricData[] metrics = [Data("1", 'P', "a b"), Data("2", 'H', "c"), Data("3", 'P', "d e f"), Data("4", 'L', "a g"), Data("5", 'P', "h")];

        Assert.Equal(Decide(NoWeights, metrics), Decide(NoWeights, [.. metrics.Reverse()]));
    }

    [Fact]
    public void Each_pair_of_series_counts_and_the_worst_is_told()
    {
        var data = Data("m", 'P');
        data = data with { Pairs = [data.Pairs[0], Data("m{pod=\"b\"}", 'H').Pairs[0], data.Pairs[0], data.Pairs[0]] };

        var (score, verdict, metrics) = KayentaRelease.Decide(new KayentaScoring(95, 75, NoWeights), [data]);

        Assert.Equal((75, CanaryVerdict.Inconclusive, CanaryVerdict.Fail), (score, verdict, metrics[0].Verdict));
        Assert.StartsWith("1 of 4 pairs of series do not pass; `m{pod=\"b\"}` is High", metrics[0].Text, StringComparison.Ordinal);
        Assert.Equal(3, metrics[0].Ratio!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1, 3, 33.33)]
    [InlineData(2, 3, 66.67)]
    [InlineData(1, 8, 12.5)]
    [InlineData(1, 7, 14.29)]
    [InlineData(1, 16, 6.25)]
    public void Scores_have_two_decimals(int passed, int all, double expected) =>
        Assert.Equal(expected, KayentaScore.Of(NoWeights, [.. Enumerable.Range(0, all).Select(i => new KayentaResult(i < passed ? Classification.Pass : Classification.High, false, ["g"]))]));

    [Fact]
    public void Halves_are_rounded_up_by_their_decimal_digits()
    {
        var results = (IReadOnlyList<KayentaResult>)[new KayentaResult(Classification.Pass, false, ["a"]), new KayentaResult(Classification.High, false, ["b"])];

        Assert.Equal(1.01, KayentaScore.Of(new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 1.005 }, results));
    }
}
