using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class KayentaMixingTests
{
    private static Series Of(string labels, params double[] values) =>
        new(labels.Split(',', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l.Split('=')[0], l => l.Split('=')[1], StringComparer.Ordinal), [], values);

    private static IReadOnlyList<string> Mix(Series[] control, Series[] experiment, int expected = 2) =>
        [.. KayentaMixing.Mix("m", control, experiment, expected, new MetricOptions()).Select(p => $"{p.Id}: {string.Join(' ', p.Control)} | {string.Join(' ', p.Experiment)}")];

    [Fact]
    public void Series_of_equal_labels_are_pairs_in_whatever_order_they_come() =>
        Assert.Equal(["m{a=\"1\"}: 1 2 | 5 6", "m{a=\"2\",b=\"x\"}: 3 4 | 7 8"], Mix([Of("a=2,b=x", 3, 4), Of("a=1", 1, 2)], [Of("a=1", 5, 6), Of("b=x,a=2", 7, 8)]));

    [Fact]
    public void A_series_without_its_counterpart_is_compared_with_nothing() =>
        Assert.Equal(["m{pod=\"c\"}: NaN NaN | 3 4", "m{pod=\"s\"}: 1 2 | NaN NaN"], Mix([Of("pod=s", 1, 2)], [Of("pod=c", 3, 4)]));

    [Fact]
    public void Missing_values_are_filled_up_at_the_end() => Assert.Equal(["m: 1 NaN NaN | 3 4 5"], Mix([Of("", 1)], [Of("", 3, 4, 5)], 3));

    [Fact]
    public void More_values_than_expected_stay() => Assert.Equal(["m: 1 2 3 | NaN NaN"], Mix([Of("", 1, 2, 3)], []));

    [Fact]
    public void A_side_without_labels_stands_for_nothing_beside_each_series_of_the_other() =>
        Assert.Equal(["m{a=\"1\"}: NaN NaN | 3 4", "m{a=\"2\"}: NaN NaN | 5 6"], Mix([Of("", 1, 2)], [Of("a=1", 3, 4), Of("a=2", 5, 6)]));

    [Fact]
    public void A_side_without_series_is_one_without_values() => Assert.Equal(["m{a=\"1\"}: 1 2 | NaN NaN"], Mix([Of("a=1", 1, 2)], []));

    [Fact]
    public void Both_sides_without_series_are_a_pair_without_values() => Assert.Equal(["m: NaN NaN | NaN NaN"], Mix([], []));

    [Fact]
    public void Of_equal_labels_the_first_counts() => Assert.Equal(["m: 1 2 | 5 6"], Mix([Of("", 1, 2), Of("", 3, 4)], [Of("", 5, 6)]));

    [Fact]
    public void Labels_that_look_alike_when_written_are_told_apart() =>
        Assert.Equal(2, KayentaMixing.Mix("m", [new Series(new Dictionary<string, string> { ["a"] = "1\",b=\"2" }, [], [1])], [new Series(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, [], [1])], 1, new()).Count);

    [Fact]
    public void Labels_of_different_names_are_told()
    {
        Assert.True(KayentaMixing.LabelsDiffer([Of("pod=a", 1)], [Of("host=a", 1)]));
        Assert.False(KayentaMixing.LabelsDiffer([Of("pod=a", 1)], [Of("pod=b", 1)]));
        Assert.False(KayentaMixing.LabelsDiffer([], [Of("pod=b", 1)]));
    }
}
