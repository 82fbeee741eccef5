using System.Diagnostics;
using System.Globalization;
using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>Whole releases of many metrics: four of ten count errors, six are gauges that depend on their past.</summary>
internal sealed class ReleaseBench(int rounds, TextWriter output)
{
    private const int Steps = 60;
    private const int Windows = 199;

    /// <summary>Prints the table; true when alpha holds.</summary>
    internal bool Run()
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nWhole releases: {Steps} steps, {rounds:N0} a row, alpha 1 % for all metrics and looks together.\n\n| metrics | dependence φ | what is bad | fails (95 %) | median / p90 step | decisions a second |\n|---|---|---|---|---|---|"));
        var holds = true;
        foreach (var dependence in (IReadOnlyList<double>)[0, 0.3, 0.6, 0.9])
        {
            holds &= Row(10, dependence, "nothing", 1, 1) <= 0.01;
        }

        holds &= Row(1, 0.3, "nothing", 1, 1) <= 0.01;
        holds &= Row(50, 0.3, "nothing", 1, 1) <= 0.01;
        Row(10, 0.3, "one metric: errors ×2", 2, 1);
        Row(10, 0.3, "one metric: errors ×1.5", 1.5, 1);
        Row(10, 0.3, "one gauge: +20 %", 1, 1.2);
        Row(10, 0.6, "one gauge: +20 %", 1, 1.2);
        Row(10, 0.9, "one gauge: +50 %", 1, 1.5);
        return holds;
    }

    /// <summary>How releases end.</summary>
    internal static BenchOutcome Judge(int rounds, int metrics, double dependence, double errors, double gauge)
    {
        var (outcome, policy) = (new BenchOutcome(), new CanaryPolicy { Steps = Steps });
        var counts = Math.Max(metrics * 4 / 10, 1);
        for (var round = 0; round < rounds; round++)
        {
            var random = new BenchRandom(((ulong)metrics << 40) + ((ulong)(dependence * 10) << 32) + ((ulong)(errors * 10) << 28) + ((ulong)(gauge * 10) << 24) + (ulong)round);
            List<MetricData> errorRates = [.. Enumerable.Range(0, counts).Select(i => Named(new BenchCounts(3).Make(random, Steps, i == 0 ? errors : 1, 0.5), i))];
            List<MetricData> values = [.. Enumerable.Range(0, metrics - counts).Select(i => Named(new BenchValues(dependence, 10, 0, false).Make(random, Steps, i == 0 ? gauge : 1, Windows), i))];
            var shares = AlphaShares.Of(policy, errorRates.Concat(values).Select(m => m.Definition));
            var (first, second) = (new CountPanel(errorRates, policy, shares).FailedAt, values.Count > 0 ? new GaugePanel(values, policy, shares.Gauges).FailedAt : null);
            outcome.Add(first is null || second < first ? second : first, null);
        }

        return outcome;
    }

    private static MetricData Named(MetricData data, int index) => data with { Definition = data.Definition with { Name = $"{data.Definition.Name}-{index}" } };

    private double Row(int metrics, double dependence, string what, double errors, double gauge)
    {
        var watch = Stopwatch.StartNew();
        var outcome = Judge(rounds, metrics, dependence, errors, gauge);
        var rate = rounds * metrics / watch.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {metrics} | {dependence:0.#} | {what} | {BenchOutcome.Part(outcome.Fails, outcome.Runs)} | {outcome.FailSteps} | {rate:N0} (with making the data) |"));
        return BenchOutcome.Interval(outcome.Fails, outcome.Runs).Low;
    }
}
