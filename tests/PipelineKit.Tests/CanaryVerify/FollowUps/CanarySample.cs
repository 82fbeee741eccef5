using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Oci;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

/// <summary>A canary that was judged: twice the errors from the sixth of ten steps on.</summary>
internal static class CanarySample
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static Digest Canary { get; } = Digest.Parse("sha256:" + new string('c', 64));

    public static Digest Baseline { get; } = Digest.Parse("sha256:" + new string('b', 64));

    public static MetricDefinition Errors { get; } = new() { Name = "http-errors", Kind = MetricKind.Errors, Query = "errors_total{ {{ scope.matcher }} }", TotalQuery = "requests_total{ {{ scope.matcher }} }" };

    public static TimeWindow Window { get; } = new(Start, TimeSpan.FromSeconds(30), 10);

    public static MetricData Data(double[] canary, double[] baseline) => new()
    {
        Definition = Errors,
        Window = Window with { Count = canary.Length },
        CanaryCounts = new ArmCounts(canary, Of(1000, canary.Length)),
        BaselineCounts = new ArmCounts(baseline, Of(1000, canary.Length)),
    };

    public static CanaryOutcome Outcome(CanaryVerdict verdict, IMetricSource? source = null) => new()
    {
        Decision = new CanaryDecision
        {
            Verdict = verdict,
            Reason = verdict switch
            {
                CanaryVerdict.Fail => DecisionReason.Worse,
                CanaryVerdict.Pass => DecisionReason.NotWorse,
                _ => DecisionReason.NotEnoughEvidence,
            },
            Text = "http-errors: <b>5 %</b> against 1 %.",
            Metrics = [new MetricDecision { Name = "http-errors", Kind = MetricKind.Errors, Verdict = verdict, Reason = "worse", Text = "5 % against 1 %", Canary = 0.05, Baseline = 0.01, Ratio = double.PositiveInfinity, DecidedAt = 8 }],
        },
        Scopes = new ScopePair(
            new ArmScope(Arm.Baseline, Baseline, "digest=\"{{ scope.digest }}\"", new Dictionary<string, string>()),
            new ArmScope(Arm.Canary, Canary, "digest=\"{{ scope.digest }}\"", new Dictionary<string, string>()),
            ""),
        Window = Window,
        DecidedAt = Start + TimeSpan.FromSeconds(301),
        Service = "shop",
        Environment = "production",
        Source = source ?? NoSource.Instance,
        Metrics = [Errors],
        Data = [Data([10, 10, 10, 10, 10, 90, 90, 90, 90, 90], Of(10, 10))],
    };

    public static double[] Of(double value, int count) => [.. Enumerable.Repeat(value, count)];

    private sealed class NoSource : IMetricSource
    {
        public static NoSource Instance { get; } = new();

        public string Name => "nowhere";

        public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation) => throw new InvalidOperationException($"nobody told what {selector} is");

        public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation) => throw new InvalidOperationException($"nobody told what {expression} is");
    }
}
