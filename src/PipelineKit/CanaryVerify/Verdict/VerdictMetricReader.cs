using System.Text.Json;
using PipelineKit.Canary;
using PipelineKit.Oci;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads one metric of a verdict.</summary>
internal static class VerdictMetricReader
{
    internal static MetricData Read(JsonElement metric, TimeWindow window)
    {
        var definition = Definition(metric.GetProperty("definition"));
        return new MetricData
        {
            Definition = definition,
            Window = window,
            BaselineCounts = VerdictReader.Optional(metric.GetProperty("baselineCounts"), c => Counts(c, window)),
            CanaryCounts = VerdictReader.Optional(metric.GetProperty("canaryCounts"), c => Counts(c, window)),
            BaselineValues = Values(metric.GetProperty("baselineValues"), window),
            CanaryValues = Values(metric.GetProperty("canaryValues"), window),
            Measurements = [.. metric.GetProperty("measurements").EnumerateArray().Select(VerdictNumbers.ReadOptionalArray)],
            Pairs = [.. metric.GetProperty("pairs").EnumerateArray().Select(p => Pair(p, definition.Kayenta))],
            History = [.. metric.GetProperty("history").EnumerateArray().Select(VerdictNumbers.ReadArray)],
            IsDifference = metric.GetProperty("isDifference").GetBoolean(),
            Dispersion = VerdictNumbers.Read(metric.GetProperty("dispersion")),
            Problems = [.. metric.GetProperty("problems").EnumerateArray().Select(Problem)],
            Queries = [.. metric.GetProperty("queries").EnumerateArray().Select(Query)],
        };
    }

    internal static IReadOnlyList<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(t => t.GetString() ?? throw new FormatException("a text is null"))];

    private static ArmCounts Counts(JsonElement counts, TimeWindow window) =>
        new(Values(counts.GetProperty("events"), window) ?? throw new FormatException("`events` is null"), Values(counts.GetProperty("total"), window) ?? throw new FormatException("`total` is null"));

    // A judge takes for granted that there is one value a step.
    private static double[]? Values(JsonElement array, TimeWindow window)
    {
        var values = VerdictNumbers.ReadOptionalArray(array);
        return values is null || values.Length == window.Count ? values : throw new FormatException("an array has not one value for each step");
    }

    private static MetricPair Pair(JsonElement pair, MetricOptions? usual) => new(
        VerdictReader.Text(pair, "id"), VerdictNumbers.ReadArray(pair.GetProperty("control")), VerdictNumbers.ReadArray(pair.GetProperty("experiment")),
        VerdictReader.Optional(pair.GetProperty("options"), Options) ?? usual ?? throw new FormatException("a pair has no options"));

    private static DataProblem Problem(JsonElement problem) => new(
        CanaryWords.Problem(VerdictReader.Text(problem, "kind")),
        problem.GetProperty("arm").GetString() is { } arm ? CanaryWords.Arm(arm) : null,
        VerdictReader.Text(problem, "detail"))
    { IsFinal = problem.GetProperty("final").GetBoolean() };

    private static SourceQuery Query(JsonElement query) => new(
        CanaryWords.Arm(VerdictReader.Text(query, "arm")), VerdictReader.Text(query, "text"), query.GetProperty("series").GetInt32(), query.GetProperty("samples").GetInt32(),
        Digest.Parse(VerdictReader.Text(query, "hash")));

    private static MetricDefinition Definition(JsonElement metric) => new()
    {
        Name = VerdictReader.Text(metric, "name"),
        Kind = CanaryWords.Kind(VerdictReader.Text(metric, "kind")),
        Query = VerdictReader.Text(metric, "query"),
        TotalQuery = VerdictReader.Text(metric, "totalQuery"),
        Threshold = VerdictNumbers.Read(metric.GetProperty("threshold")),
        Direction = CanaryWords.Direction(VerdictReader.Text(metric, "direction")),
        FailRatio = VerdictNumbers.Read(metric.GetProperty("failRatio")),
        PassRatio = VerdictNumbers.Read(metric.GetProperty("passRatio")),
        MinimumEvents = VerdictNumbers.ReadOptional(metric.GetProperty("minimumEvents")),
        Negligible = VerdictNumbers.ReadOptional(metric.GetProperty("negligible")),
        IsCritical = metric.GetProperty("critical").GetBoolean(),
        IsMuted = metric.GetProperty("muted").GetBoolean(),
        Data = Policy(metric.GetProperty("data")),
        Conditions = VerdictReader.Optional(metric.GetProperty("conditions"), Conditions),
        Kayenta = VerdictReader.Optional(metric.GetProperty("kayenta"), Options),
        Groups = Texts(metric.GetProperty("groups")),
    };

    private static DataPolicy Policy(JsonElement policy) =>
        new(policy.GetProperty("of").EnumerateObject().ToDictionary(p => CanaryWords.Problem(p.Name), p => CanaryWords.Action(p.Value.GetString() ?? "")))
        {
            StaleAfter = VerdictNumbers.ReadSpan(policy.GetProperty("staleAfter")),
        };

    private static MetricConditions Conditions(JsonElement conditions) => new()
    {
        Success = VerdictReader.Text(conditions, "success"),
        Failure = VerdictReader.Text(conditions, "failure"),
        Count = conditions.GetProperty("count").GetInt32(),
        FailureLimit = conditions.GetProperty("failureLimit").GetInt32(),
        InconclusiveLimit = conditions.GetProperty("inconclusiveLimit").GetInt32(),
        ConsecutiveErrorLimit = conditions.GetProperty("consecutiveErrorLimit").GetInt32(),
        ConsecutiveSuccessLimit = conditions.GetProperty("consecutiveSuccessLimit").GetInt32(),
    };

    private static MetricOptions Options(JsonElement options)
    {
        var (allowed, critical) = (options.GetProperty("allowed"), options.GetProperty("criticalAt"));
        return new MetricOptions
        {
            Direction = CanaryWords.Direction(VerdictReader.Text(options, "direction")),
            Tolerance = VerdictNumbers.Read(options.GetProperty("tolerance")),
            Confidence = VerdictNumbers.Read(options.GetProperty("confidence")),
            NanStrategy = options.GetProperty("replaceNan").GetBoolean() ? NanStrategy.Replace : NanStrategy.Remove,
            OutlierFactor = VerdictNumbers.ReadOptional(options.GetProperty("outlierFactor")),
            Measure = options.GetProperty("cles").GetBoolean() ? EffectMeasure.Cles : EffectMeasure.MeanRatio,
            Allowed = (VerdictNumbers.Read(allowed[0]), VerdictNumbers.Read(allowed[1])),
            Critical = (VerdictNumbers.Read(critical[0]), VerdictNumbers.Read(critical[1])),
            IsCritical = options.GetProperty("critical").GetBoolean(),
            MustHaveData = options.GetProperty("mustHaveData").GetBoolean(),
        };
    }
}
