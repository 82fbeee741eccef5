using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>Metrics that most services have, under the names that client libraries of Prometheus give them.</summary>
internal static class MetricPresets
{
    private const double UsualThreshold = 0.25;

    private const double NegligibleErrors = 0.0005;

    /// <summary>Memory that is half as much again is found at a pass, not only twice as much.</summary>
    private const double SaturationPassRatio = 1.5;

    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["http-errors", "http-latency", "saturation"];

    /// <summary>A preset; null for another name.</summary>
    /// <param name="name">Which.</param>
    /// <param name="names">How the service calls its metrics; null for the usual names.</param>
    internal static MetricDefinition? Find(string name, PresetNames? names = null)
    {
        var given = names ?? new PresetNames();
        var matchers = given.Matchers.Length > 0 ? $"{{{{ scope.matcher }}}}, {given.Matchers}" : "{{ scope.matcher }}";
        return name switch
        {
            "http-errors" => new MetricDefinition
            {
                Name = name,
                Kind = MetricKind.Errors,
                Query = $"{Or(given.Metric, "http_requests_total")}{{ {matchers}, {Or(given.CodeLabel, "code")}=~\"{Or(given.Codes, "5..")}\" }}",
                TotalQuery = $"{Or(given.Metric, "http_requests_total")}{{ {matchers} }}",
                Negligible = NegligibleErrors,
            },
            "http-latency" => new MetricDefinition
            {
                Name = name,
                Kind = MetricKind.Latency,
                Query = $"{Or(given.Metric, "http_request_duration_seconds")}_bucket{{ {matchers} }}",
                Threshold = given.Threshold ?? UsualThreshold,
            },
            "saturation" => new MetricDefinition
            {
                Name = name,
                Kind = MetricKind.Gauge,
                Query = $"{Or(given.Metric, "process_resident_memory_bytes")}{{ {matchers} }}",
                PassRatio = SaturationPassRatio,
            },
            _ => null,
        };
    }

    private static string Or(string given, string usual) => given.Length > 0 ? given : usual;
}
