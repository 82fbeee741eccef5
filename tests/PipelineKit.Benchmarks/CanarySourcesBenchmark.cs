using System.Diagnostics;
using System.Globalization;
using PipelineKit.Canary;
using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Benchmarks;

/// <summary>Reads 50 metrics of both arms, no two of the same query, from a local Prometheus with an hour of samples: from the first question to the data a verdict is made from.</summary>
internal static class CanarySourcesBenchmark
{
    private const int Minutes = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Measures; the table, and whether the limit holds.</summary>
    public static async Task<(string Table, bool Holds)> RunAsync(int rounds)
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good, minutes: Minutes * 2));
        var connection = new PrometheusConnection { Address = server.Address };
        using var handler = connection.CreateHandler();
        using var source = new PrometheusSource(connection, handler, TimeProvider.System);
        var metrics = Enumerable.Range(0, 50).Select(Metric).ToList();
        var window = new TimeWindow(MetricScenario.DefaultEnd.AddMinutes(-Minutes), TimeSpan.FromMinutes(1), Minutes);
        var walls = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var data = await MetricCollector.CollectAsync(source, metrics, Scopes(), window, 0, CancellationToken.None);
            walls.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (data.Any(d => d.Problems.Count > 0))
            {
                throw new InvalidOperationException($"not all data came: {data.SelectMany(d => d.Problems).First()}");
            }
        }

        walls.Sort();
        var (median, holds) = (walls[walls.Count / 2], walls[walls.Count / 2] <= Limit.TotalSeconds);
        var row = string.Create(CultureInfo.InvariantCulture, $"| 50 metrics of both arms from a local Prometheus, 1 h of 15 s samples | {median:0.000} s | {walls[0]:0.000} – {walls[^1]:0.000} s | {Limit.TotalSeconds:0.0} | {(holds ? "yes" : "**no**")} |");
        return ("| what | median | range | limit (s) | holds |\n|---|---|---|---|---|\n" + row + "\n", holds);
    }

    // The extra condition changes nothing but the text, so that nothing is asked once for several.
    private static MetricDefinition Metric(int number)
    {
        var only = $"{{{{ scope.matcher }}}},service=~\"shop|none-{number}\"";
        return (number % 5) switch
        {
            0 or 1 => new() { Name = $"errors-{number}", Kind = MetricKind.Errors, Query = $"http_requests_total{{{only},code=~\"5..\"}}", TotalQuery = $"http_requests_total{{{only}}}" },
            2 or 3 => new() { Name = $"latency-{number}", Kind = MetricKind.Latency, Query = $"http_request_duration_seconds_bucket{{{only}}}", Threshold = 0.25 },
            _ => new() { Name = $"memory-{number}", Kind = MetricKind.Gauge, Query = $"avg by (digest) (process_resident_memory_bytes{{{only}}})" },
        };
    }

    private static ScopePair Scopes() => new(Scope(Arm.Baseline, MetricScenario.BaselineDigest), Scope(Arm.Canary, MetricScenario.CanaryDigest), "");

    private static ArmScope Scope(Arm arm, string digest) => new(arm, Digest.Parse(digest), "digest=\"{{ scope.digest }}\"", new Dictionary<string, string>(StringComparer.Ordinal));
}
