using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>Whole releases of many metrics: four of ten count errors, six are gauges that depend on their past.</summary>
internal sealed class ReleaseBench(int rounds, BenchTable table)
{
    private const int Steps = 60;

    /// <summary>Prints the table.</summary>
    internal void Run()
    {
        table.Line($"\nWhole releases: {Steps} steps, {rounds:N0} a row, alpha 1 % for all metrics and looks together. Counts are looked at after every step, values twelve times.\n");
        table.Head("metrics", "errors a step", "dependence φ", "what is bad", "fails (95 %)", "median / p90 step");
        foreach (var dependence in (IReadOnlyList<double>)[0, 0.3, 0.6, 0.9])
        {
            Row(new(10, 6, dependence), "nothing");
        }

        Row(new(1, 6, 0.3), "nothing");
        Row(new(50, 6, 0.3), "nothing");
        Row(new(10, 3, 0.3), "nothing");
        Row(new(10, 6, 0.3) { Errors = 2 }, "one metric: errors ×2");
        Row(new(10, 6, 0.3) { Errors = 1.5 }, "one metric: errors ×1.5");
        Row(new(10, 3, 0.3) { Errors = 2 }, "one metric: errors ×2");
        Row(new(10, 3, 0.3) { Errors = 1.5 }, "one metric: errors ×1.5");
        Row(new(1, 3, 0.3) { Errors = 1.5 }, "errors ×1.5");
        Row(new(10, 6, 0.3) { Gauge = 1.2 }, "one gauge: +20 %");
        Row(new(10, 6, 0.6) { Gauge = 1.2 }, "one gauge: +20 %");
        Row(new(10, 6, 0.9) { Gauge = 1.5 }, "one gauge: +50 %");
    }

    /// <summary>How releases end.</summary>
    internal static BenchOutcome Judge(int rounds, BenchRelease release)
    {
        var (policy, failedAt) = (new CanaryPolicy { Steps = Steps }, new int?[rounds]);
        var counts = Math.Max(release.Metrics * 4 / 10, 1);
        Parallel.For(0, rounds, round =>
        {
            var random = release.Random(round);
            List<MetricData> errors = [.. Enumerable.Range(0, counts).Select(i => Named(new BenchCounts(release.Mean) { Total = 6000 }.Make(random, Steps, i == 0 ? release.Errors : 1, 0.5), i))];
            List<MetricData> values = [.. Enumerable.Range(0, release.Metrics - counts).Select(i => Named(new BenchValues(release.Dependence, 10, 0, false).Make(random, Steps, i == 0 ? release.Gauge : 1, BenchFamily.Windows), i))];
            var shares = AlphaShares.Of(policy, errors.Concat(values).Select(m => m.Definition));
            var (first, second) = (new CountPanel(errors, policy, shares).FailedAt, values.Count > 0 ? new GaugePanel(values, policy, shares.Gauges).FailedAt : null);
            failedAt[round] = first is null || second < first ? second : first;
        });
        return BenchOutcome.Of(failedAt.Select(f => (f, (int?)null)));
    }

    private static MetricData Named(MetricData data, int index) => data with { Definition = data.Definition with { Name = $"{data.Definition.Name}-{index}" } };

    private void Row(BenchRelease release, string what)
    {
        var outcome = Judge(rounds, release);
        var fails = release.IsGood ? table.Alpha(outcome) : BenchOutcome.Part(outcome.Fails, outcome.Runs);
        table.Row($"{release.Metrics}", $"{release.Mean:0}", FormattableString.Invariant($"{release.Dependence:0.#}"), what, fails, outcome.FailSteps);
    }
}

/// <summary>A kind of release.</summary>
/// <param name="Metrics">How many it has.</param>
/// <param name="Mean">Errors of each arm a step, of 6,000 requests, in each metric that counts them.</param>
/// <param name="Dependence">Of values on those before.</param>
internal sealed record BenchRelease(int Metrics, double Mean, double Dependence)
{
    /// <summary>How many times more errors the canary has in the first metric.</summary>
    internal double Errors { get; init; } = 1;

    /// <summary>How many times as large the first value of the canary is.</summary>
    internal double Gauge { get; init; } = 1;

    internal bool IsGood => Errors == 1 && Gauge == 1;

    internal BenchRandom Random(int round) =>
        new(((ulong)Metrics << 40) + ((ulong)Mean << 36) + ((ulong)(Dependence * 10) << 32) + ((ulong)(Errors * 10) << 28) + ((ulong)(Gauge * 10) << 24) + (ulong)round);
}
