using System.Globalization;
using PipelineKit.Canary;
using PipelineKit.Oci;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Two pods of each arm whose requests and errors come as evenly as their rates say; asks it was not told about fail.</summary>
internal sealed class FakeMetrics : IMetricSource
{
    private const int Scrape = 15;
    private const double RequestsPerSecond = 20;
    private static readonly DateTimeOffset Origin = new(2029, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Digest Before { get; } = Digest.Parse($"sha256:{new string('a', 64)}");

    public static Digest After { get; } = Digest.Parse($"sha256:{new string('b', 64)}");

    public string Name => "fake";

    /// <summary>Errors a second of a pod of the baseline.</summary>
    public double BaselineErrors { get; init; } = 0.4;

    /// <summary>Errors a second of a pod of the canary.</summary>
    public double CanaryErrors { get; init; } = 0.4;

    /// <summary>Ends a request, by the end of its window.</summary>
    public Func<DateTimeOffset, MetricSourceException?> Refuse { get; init; } = _ => null;

    /// <summary>Whether there is anything at a time.</summary>
    public Func<DateTimeOffset, bool> IsThere { get; init; } = _ => true;

    public int Requests { get; private set; }

    public static MetricDefinition Errors { get; } = new()
    {
        Name = "errors",
        Kind = MetricKind.Errors,
        Query = "http_requests_total{ {{ scope.matcher }}, code=\"500\"}",
        TotalQuery = "http_requests_total{ {{ scope.matcher }} }",
    };

    public static ScopePair Scopes { get; } = new(Scope(Arm.Baseline, Before), Scope(Arm.Canary, After), "");

    public static MetricSourceException Outage() => new(MetricSourceProblem.Unavailable, "fake", "nobody answers");

    public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Requests++;
        if (Refuse(window.End) is { } refusal)
        {
            throw refusal;
        }

        var isCanary = selector.Contains(After.Hex, StringComparison.Ordinal);
        var digest = isCanary ? After : selector.Contains(Before.Hex, StringComparison.Ordinal) ? Before : throw new InvalidOperationException($"nobody told of `{selector}`");
        string[] codes = selector.Contains("code=\"500\"", StringComparison.Ordinal) ? ["500"] : ["200", "500"];
        return Task.FromResult(new SeriesSet([.. codes.SelectMany(c => Pods(c, digest, isCanary ? CanaryErrors : BaselineErrors, window)).Where(s => s.Times.Length > 0)], []));
    }

    public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation) => throw new InvalidOperationException($"nobody told of `{expression}`");

    private static ArmScope Scope(Arm arm, Digest digest) => new(arm, digest, "digest=\"{{ scope.digest }}\"", new Dictionary<string, string>(StringComparer.Ordinal));

    private IEnumerable<Series> Pods(string code, Digest digest, double errors, TimeWindow window)
    {
        var rate = code == "500" ? errors : RequestsPerSecond - errors;
        for (var pod = 0; pod < 2; pod++)
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["__name__"] = "http_requests_total",
                ["code"] = code,
                ["digest"] = digest.Text,
                ["pod"] = string.Create(CultureInfo.InvariantCulture, $"pod-{digest.Hex[0]}{pod}"),
            };
            var times = Times(window).Where(IsThere).ToList();
            yield return new Series(labels, [.. times.Select(t => (double)t.ToUnixTimeSeconds())], [.. times.Select(t => Math.Floor((t - Origin).TotalSeconds * rate) + pod)]);
        }
    }

    private static IEnumerable<DateTimeOffset> Times(TimeWindow window)
    {
        var first = window.Start - window.Step;
        var second = (long)Math.Ceiling((first - Origin).TotalSeconds / Scrape) * Scrape;
        for (var time = Origin.AddSeconds(second); time <= window.End; time = time.AddSeconds(Scrape))
        {
            yield return time;
        }
    }
}
