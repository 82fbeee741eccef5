using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Oci;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>A verdict in which every member has a value that is not its usual one.</summary>
internal static class VerdictSamples
{
    private static readonly MetricOptions Options = new()
    {
        Direction = MetricDirection.Decrease,
        Tolerance = 0.1,
        Confidence = 0.95,
        NanStrategy = NanStrategy.Replace,
        OutlierFactor = 2.5,
        Measure = EffectMeasure.Cles,
        Allowed = (0.4, 0.6),
        Critical = (0.2, 0.8),
        IsCritical = true,
        MustHaveData = true,
    };

    public static TimeWindow Window { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(15), 3);

    public static MetricDefinition Definition { get; } = new()
    {
        Name = "metric \"1\" <ü>",
        Kind = MetricKind.Kayenta,
        Query = "q{ {{ scope.matcher }} }",
        TotalQuery = "t",
        Threshold = 0.25,
        Direction = MetricDirection.Either,
        FailRatio = 1.1,
        PassRatio = 1.7,
        MinimumEvents = 20,
        Negligible = 0.0005,
        IsCritical = true,
        IsMuted = true,
        Data = new DataPolicy(new Dictionary<DataProblemKind, DataAction> { [DataProblemKind.Stale] = DataAction.Extend, [DataProblemKind.Missing] = DataAction.Fail }) { StaleAfter = TimeSpan.FromSeconds(90) },
        Conditions = new MetricConditions
        {
            Success = "result[0] < 0.05",
            Failure = "result[0] > 0.1",
            Count = 5,
            FailureLimit = 2,
            InconclusiveLimit = 3,
            ConsecutiveErrorLimit = 6,
            ConsecutiveSuccessLimit = 7,
        },
        Kayenta = Options,
        Groups = ["latency", "errors"],
    };

    public static VerdictDocument Full { get; } = new()
    {
        Version = "1.2.3",
        DecidedAt = new DateTimeOffset(2026, 1, 2, 4, 0, 0, TimeSpan.Zero),
        Service = "shop",
        Environment = "production",
        Source = "https://prometheus.example.com",
        Scopes = new ScopePair(Scope(Arm.Baseline, FakeMetrics.Before), Scope(Arm.Canary, FakeMetrics.After), "check{ {{ scope.matcher }} }"),
        Window = Window,
        Case = new CanaryCase(
            new CanaryPolicy
            {
                Alpha = 0.02,
                Beta = 0.03,
                GaugeLookEvery = 7,
                Steps = 120,
                StopsAtPass = false,
                Slo = new SloPolicy
                {
                    Objective = 0.999,
                    Period = TimeSpan.FromDays(28),
                    Metrics = ["metric"],
                    Tiers = [new BurnTier(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4)],
                    Confidence = 0.95,
                    PeriodEvents = 1e9,
                },
                Kayenta = new KayentaScoring(95, 75, new Dictionary<string, double>(StringComparer.Ordinal) { ["z"] = 1 / 3.0, ["a"] = 50 }),
            },
            [Data]),
    };

    public static CanaryDecision Decision { get; } = new()
    {
        Verdict = CanaryVerdict.Fail,
        Reason = "worse",
        Text = "it is worse",
        Score = 12.5,
        MayExtend = true,
        Slo = new SloDecision
        {
            Verdict = CanaryVerdict.Fail,
            Reason = "slo.burn",
            ProjectedBurn = 20.5,
            ProjectedBurnAtLeast = 12.25,
            BudgetSpent = 0.01,
            Tier = new BurnTier(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 10),
            Metric = "metric",
            DecidedAt = 3,
            Text = "it burns",
        },
        Metrics =
        [
            new MetricDecision
            {
                Name = "metric",
                Kind = MetricKind.Errors,
                Verdict = CanaryVerdict.Fail,
                Reason = "worse",
                Text = "worse",
                Canary = 0.1,
                Baseline = 0.05,
                Ratio = 2,
                RatioLower = 1.25,
                RatioUpper = double.PositiveInfinity,
                WorseEvidence = 5,
                GoodEvidence = -3,
                DecidedAt = 2,
                DetectableRatio = 1.5,
                StepsNeeded = 4,
            },
        ],
    };

    private static MetricData Data => new()
    {
        Definition = Definition,
        Window = Window,
        BaselineCounts = new ArmCounts([1, 2, 3], [10, 20, 30]),
        CanaryCounts = new ArmCounts([0.1 + 0.2, 1e-300, double.NaN], [10, 1e300, 30]),
        BaselineValues = [1 / 3.0, double.Epsilon, -0.0],
        CanaryValues = [double.NaN, double.PositiveInfinity, double.NegativeInfinity],
        Measurements = [[1, 2], null, []],
        Pairs = [new MetricPair("same", [1, double.NaN], [2], Options), new MetricPair("own", [], [3], new MetricOptions())],
        History = [[0.1, 0.2], []],
        IsDifference = true,
        Dispersion = 1.75,
        Problems = [new DataProblem(DataProblemKind.NotANumber, Arm.Canary, "one\nof three"), new DataProblem(DataProblemKind.Asymmetric, Arm: null, "")],
        Queries = [new SourceQuery(Arm.Canary, "q", 2, 30, Digest.Sha256("q"u8)), new SourceQuery(Arm.Baseline, "q", 1, 20, Digest.Sha256("r"u8))],
    };

    private static ArmScope Scope(Arm arm, Digest digest) => new(arm, digest, "track=\"x\"", new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = "shop", ["a"] = "b" });
}
