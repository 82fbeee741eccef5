using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Canary.Tests.Metrics;

/// <summary>What most tests of metrics use.</summary>
internal static class Some
{
    public static readonly DateTimeOffset End = MetricScenario.DefaultEnd;

    public static readonly Digest Baseline = Digest.Parse(MetricScenario.BaselineDigest);

    public static readonly Digest Canary = Digest.Parse(MetricScenario.CanaryDigest);

    /// <summary>The hour of the scenarios, by minutes.</summary>
    public static TimeWindow Hour { get; } = new(End.AddHours(-1), TimeSpan.FromMinutes(1), 60);

    public static MetricDefinition Errors { get; } = new()
    {
        Name = "errors",
        Kind = MetricKind.Errors,
        Query = "http_requests_total{{{ scope.matcher }},code=~\"5..\"}",
        TotalQuery = "http_requests_total{{{ scope.matcher }}}",
    };

    public static MetricDefinition Latency { get; } = new()
    {
        Name = "latency",
        Kind = MetricKind.Latency,
        Query = "http_request_duration_seconds_bucket{{{ scope.matcher }}}",
        Threshold = 0.25,
    };

    public static MetricDefinition Memory { get; } = new() { Name = "memory", Kind = MetricKind.Gauge, Query = "process_resident_memory_bytes{{{ scope.matcher }}}" };

    public static ScopePair Scopes(string baseline = "digest=\"{{ scope.digest }}\"", string canary = "digest=\"{{ scope.digest }}\"", string check = "") =>
        new(new ArmScope(Arm.Baseline, Baseline, baseline, NoLabels), new ArmScope(Arm.Canary, Canary, canary, NoLabels), check);

    public static ScopePair Tracks(string check = "") => Scopes("track=\"baseline\"", "track=\"canary\"", check);

    public static Dictionary<string, string> NoLabels { get; } = new(StringComparer.Ordinal);

    /// <summary>A window of ten steps of ten seconds from 1000 s on.</summary>
    public static TimeWindow Short { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1000), TimeSpan.FromSeconds(10), 10);

    public static Series Of(string labels, params (double Time, double Value)[] samples) => new(
        SeriesSelector.ParseMatchers(labels).ToDictionary(m => m.Label, m => m.Value, StringComparer.Ordinal),
        [.. samples.Select(s => s.Time)],
        [.. samples.Select(s => s.Value)]);

    public static async Task<FileMetricSource> FileAsync(string text, string name = "metrics.om")
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return await MetricFile.ReadAsync(stream, name, CancellationToken.None);
    }

    public static Task<FileMetricSource> FileAsync(Rollout rollout, int minutes = 60) => FileAsync(MetricScenario.OpenMetrics(rollout, minutes: minutes));
}
