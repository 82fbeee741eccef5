using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

public sealed class CounterIncreasesTests
{
    [Fact]
    public void An_increase_belongs_to_the_step_of_the_later_sample() =>
        Assert.Equal([5, 2, 0, 3, 0, 0, 0, 0, 0, 0], Of(Some.Of("pod=\"a\"", (1000, 10), (1010, 15), (1012, 16), (1020, 17), (1021, 17), (1031, 20))));

    [Fact]
    public void A_smaller_sample_is_a_reset() =>
        Assert.Equal([5, 3, 4, 0, 0, 0, 0, 0, 0, 0], Of(Some.Of("pod=\"a\"", (1000, 10), (1010, 15), (1020, 3), (1030, 7))));

    [Fact]
    public void What_a_new_pod_did_before_it_was_scraped_does_not_count() =>
        Assert.Equal([1, 1, 1, 4, 0, 0, 0, 0, 0, 0], Of(Some.Of("pod=\"a\"", (1000, 0), (1010, 1), (1020, 2), (1030, 3)), Some.Of("pod=\"b\"", (1030, 100), (1040, 104))));

    [Fact]
    public void The_first_error_of_a_pod_that_was_scraped_before_counts()
    {
        var all = new[] { Some.Of("pod=\"a\",code=\"200\"", (1000, 5), (1010, 6), (1020, 7)), Some.Of("pod=\"a\",code=\"500\"", (1020, 2)) };
        Assert.Equal([0, 2, 0, 0, 0, 0, 0, 0, 0, 0], CounterIncreases.Of([all[1]], all, Some.Short));
    }

    [Theory]
    [InlineData("pod=\"b\",code=\"200\"", 1020)]
    [InlineData("pod=\"a\",code=\"200\"", 1021)]
    [InlineData("zone=\"a\"", 1020)]
    public void Others_prove_nothing_about_it(string labels, double time)
    {
        var error = Some.Of("pod=\"a\",code=\"500\"", (1020, 2), (1030, 3));
        Assert.Equal(1, CounterIncreases.Of([error], [Some.Of(labels, (1000, 5), (1010, 6), (time, 7)), error], Some.Short).Sum());
    }

    [Fact]
    public void Samples_that_are_no_numbers_are_left_out() =>
        Assert.Equal(4, Of(Some.Of("pod=\"a\"", (1000, 1), (1010, double.NaN), (1020, 5), (1030, double.PositiveInfinity))).Sum());

    [Fact]
    public void Events_above_a_threshold_are_the_total_less_its_bucket()
    {
        Series[] buckets = [Some.Of("pod=\"a\",le=\"+Inf\"", (1000, 10), (1010, 20), (1020, 5)), Some.Of("pod=\"a\",le=\"0.250\"", (1000, 8), (1010, 15), (1020, 3)), Some.Of("pod=\"a\",le=\"1\"", (1000, 9), (1010, 19), (1020, 5))];
        var counts = CounterIncreases.OfHistograms(HistogramSeries.Of(buckets, 0.25, out var incomplete), Some.Short);
        Assert.Equal([10, 5, 0], counts.Total[..3]);
        Assert.Equal([3, 2, 0], counts.Events[..3]);
        Assert.Equal(0, incomplete);
    }

    [Fact]
    public void A_histogram_without_the_threshold_is_told()
    {
        Assert.Empty(HistogramSeries.Of([Some.Of("pod=\"a\",le=\"+Inf\"", (1000, 10)), Some.Of("pod=\"b\",le=\"1\"", (1000, 10))], 1, out var incomplete));
        Assert.Equal(2, incomplete);
    }

    [Fact]
    public void Increases_are_those_of_a_naive_model_with_resets_and_gaps()
    {
        var steps = Gen.Choose(0, 9).Select(v => v == 0 ? (int?)null : v - 1).ListOf();
        Prop.ForAll(steps.ToArbitrary(), increases =>
        {
            // One event list tells for each second what happened: null is a restart; every third sample is lost.
            var (value, expected, samples, pending) = (0.0, 0.0, new List<(double, double)> { (1000, 0) }, 0.0);
            var i = 0;
            foreach (var increase in increases.Take(100))
            {
                i++;
                if (increase is null)
                {
                    // What was counted after the last sample is lost with the process, and a counter that is not behind its last sample hides the reset.
                    (value, pending) = (0, 0);
                    samples.Add((1000 + i, 0));
                    continue;
                }

                value += increase.Value;
                pending += increase.Value;
                if (i % 3 != 0)
                {
                    samples.Add((1000 + i, value));
                    expected += pending;
                    pending = 0;
                }
            }

            return CounterIncreases.Of([Some.Of("pod=\"a\"", [.. samples])], [], Some.Short).Sum() == expected;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(new double[] { 1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1090, 1100 }, "")]
    [InlineData(new double[] { 1000, 1009.999, 1020.001, 1030, 1040, 1050, 1060, 1070, 1080, 1090, 1100 }, "")]
    [InlineData(new double[] { 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1090, 1100 }, "")]
    [InlineData(new double[] { 1000, 1010, 1050, 1060, 1070, 1080, 1090, 1100 }, "3 of 10 steps miss samples; up to 40 s are between two samples, and a step has 10 s")]
    [InlineData(new double[] { 1050, 1060, 1070, 1080, 1090, 1100 }, "4 of 10 steps miss samples")]
    [InlineData(new double[] { 1000, 1010, 1020 }, "the newest sample is 80 s before the end of the window, and at most 60 s are accepted")]
    [InlineData(new double[] { 995, 1000 }, "no sample is in the window")]
    public void Gaps_are_told(double[] times, string expected)
    {
        var coverage = SampleCoverage.OfSamples([Some.Of("pod=\"a\"", [.. times.Select(t => (t, 1.0))])], Some.Short);
        Assert.Equal(expected, string.Join("; ", coverage.Problems(Arm.Canary, TimeSpan.FromSeconds(60)).Select(p => p.Detail)));
    }

    [Fact]
    public void A_series_that_begins_late_is_no_gap_while_its_target_is_seen()
    {
        var steady = Some.Of("pod=\"a\",code=\"200\"", [.. Enumerable.Range(0, 11).Select(i => (1000.0 + (10 * i), 1.0))]);
        var coverage = SampleCoverage.OfSamples([steady, Some.Of("pod=\"a\",code=\"500\"", (1010, 1), (1090, 2))], Some.Short);
        Assert.Equal(0, coverage.Missing);
    }

    [Fact]
    public void Dispersion_is_held_against_the_traffic_of_each_step()
    {
        Assert.Equal(1, PastReader.Dispersion(new ArmCounts([1, 2, 3, 4], [100, 200, 300, 400])));
        Assert.Equal(1, PastReader.Dispersion(new ArmCounts([4, 0, 0, 0], [1, 1, 1, 1])));
        Assert.True(PastReader.Dispersion(new ArmCounts([40, 0, 0, 0], [100, 100, 100, 100])) > 30);
    }

    private static double[] Of(params Series[] list) => CounterIncreases.Of(list, list, Some.Short);
}
