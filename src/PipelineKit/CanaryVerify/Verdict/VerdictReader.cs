using System.Text.Json;
using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads what a verdict was made from. The decision is not read: it is made again and compared byte by byte, and with it all that is unknown here.</summary>
internal static class VerdictReader
{
    /// <summary>Larger verdicts are refused.</summary>
    internal const int MaximumBytes = 256 << 20;

    private const int MaximumSteps = 100_000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="FailureException">PK0903: it is no verdict, or a damaged one.</exception>
    internal static VerdictDocument Read(ReadOnlyMemory<byte> content, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return Document(document.RootElement, name);
        }
        catch (JsonException e)
        {
            throw Damaged(JsonMistake.At(name, e), $"it is not well-formed: {JsonMistake.Of(e)}");
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw Damaged(new SourcePlace(name), $"a member it must have is missing or of another kind: {e.Message}");
        }
    }

    private static VerdictDocument Document(JsonElement root, string name)
    {
        var schema = Text(root, "schema");
        if (schema != VerdictDocument.Schema)
        {
            throw schema.StartsWith(VerdictDocument.SchemaName, StringComparison.Ordinal)
                ? OtherWay(name, schema, Text(root, "version"))
                : new FormatException($"`schema` is not {VerdictDocument.Schema}, the one this version makes");
        }

        var window = Window(root.GetProperty("window"));
        var scopes = root.GetProperty("scopes");
        return new VerdictDocument
        {
            Version = Text(root, "version"),
            DecidedAt = VerdictNumbers.ReadTime(root.GetProperty("decidedAt")),
            Service = Text(root, "service"),
            Environment = Text(root, "environment"),
            Source = Text(root, "source"),
            Window = window,
            Scopes = new ScopePair(Scope(Arm.Baseline, scopes), Scope(Arm.Canary, scopes), Text(scopes, "check")),
            Case = new CanaryCase(Policy(root.GetProperty("policy")), [.. root.GetProperty("metrics").EnumerateArray().Select(m => VerdictMetricReader.Read(m, window))]),
        };
    }

    internal static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw new FormatException($"`{name}` is null");

    internal static T? Optional<T>(JsonElement value, Func<JsonElement, T> read)
        where T : class => value.ValueKind == JsonValueKind.Null ? null : read(value);

    private static TimeWindow Window(JsonElement window)
    {
        var read = new TimeWindow(VerdictNumbers.ReadTime(window.GetProperty("start")), VerdictNumbers.ReadSpan(window.GetProperty("step")), window.GetProperty("count").GetInt32());
        return read is { Count: > 0 and <= MaximumSteps } && read.Step >= TimeSpan.FromSeconds(1) ? read : throw new FormatException("`window` is none");
    }

    private static ArmScope Scope(Arm arm, JsonElement scopes)
    {
        var scope = scopes.GetProperty(CanaryWords.Of(arm));
        var labels = scope.GetProperty("labels").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString() ?? "", StringComparer.Ordinal);
        return new ArmScope(arm, Digest.Parse(Text(scope, "digest")), Text(scope, "matcher"), labels);
    }

    private static CanaryPolicy Policy(JsonElement policy) => new()
    {
        Alpha = policy.GetProperty("alpha").GetDouble(),
        Beta = policy.GetProperty("beta").GetDouble(),
        GaugeLookEvery = policy.GetProperty("gaugeLookEvery").GetInt32(),
        Steps = policy.GetProperty("steps").GetInt32(),
        StopsAtPass = policy.GetProperty("stopsAtPass").GetBoolean(),
        Slo = Optional(policy.GetProperty("slo"), Slo),
        Kayenta = Optional(policy.GetProperty("kayenta"), Kayenta),
    };

    private static SloPolicy Slo(JsonElement slo) => new()
    {
        Objective = slo.GetProperty("objective").GetDouble(),
        Period = VerdictNumbers.ReadSpan(slo.GetProperty("period")),
        Confidence = slo.GetProperty("confidence").GetDouble(),
        PeriodEvents = VerdictNumbers.ReadOptional(slo.GetProperty("periodEvents")),
        Metrics = VerdictMetricReader.Texts(slo.GetProperty("metrics")),
        Tiers = [.. slo.GetProperty("tiers").EnumerateArray().Select(t => new BurnTier(
            VerdictNumbers.ReadSpan(t.GetProperty("long")), VerdictNumbers.ReadSpan(t.GetProperty("short")), VerdictNumbers.Read(t.GetProperty("factor"))))],
    };

    private static KayentaScoring Kayenta(JsonElement scoring) => new(
        scoring.GetProperty("pass").GetDouble(),
        scoring.GetProperty("marginal").GetDouble(),
        scoring.GetProperty("groupWeights").EnumerateObject().ToDictionary(w => w.Name, w => VerdictNumbers.Read(w.Value), StringComparer.Ordinal));

    private static FailureException OtherWay(string name, string schema, string version) => new(new Failure(
        FailureCodes.UnreadableMetrics,
        $"`{name}` is a verdict of another way of deciding: its `schema` is `{schema}`, and this version decides by `{VerdictDocument.Schema}`. Deciding again would say nothing about it.",
        $"Replay it with the version that made it, {version}.",
        new SourcePlace(name)));

    private static FailureException Damaged(SourcePlace place, string what) =>
        new(new Failure(FailureCodes.UnreadableMetrics, $"`{place.File}` is not a verdict of canary-verify: {what}.", "Give the file that `verdict-file` named in the run that decided.", place));
}
