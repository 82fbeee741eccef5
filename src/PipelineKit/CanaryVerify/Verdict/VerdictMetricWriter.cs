using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>Writes one metric of a verdict: its definition and its data.</summary>
internal static class VerdictMetricWriter
{
    internal static void Write(Utf8JsonWriter json, MetricData data)
    {
        json.WriteStartObject();
        json.WritePropertyName("definition");
        MetricDefinitionWriter.Write(json, data.Definition);
        Counts(json, "baselineCounts", data.BaselineCounts);
        Counts(json, "canaryCounts", data.CanaryCounts);
        VerdictNumbers.Write(json, "baselineValues", data.BaselineValues);
        VerdictNumbers.Write(json, "canaryValues", data.CanaryValues);
        Arrays(json, "measurements", data.Measurements);
        json.WriteStartArray("pairs");
        foreach (var pair in data.Pairs)
        {
            Pair(json, pair, data.Definition.Kayenta);
        }

        json.WriteEndArray();
        Arrays(json, "history", data.History);
        json.WriteBoolean("isDifference", data.IsDifference);
        VerdictNumbers.Write(json, "dispersion", data.Dispersion);
        Problems(json, data.Problems);
        Queries(json, data.Queries);
        json.WriteEndObject();
    }

    internal static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Counts(Utf8JsonWriter json, string name, ArmCounts? counts)
    {
        if (counts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        VerdictNumbers.Write(json, "events", counts.Events);
        VerdictNumbers.Write(json, "total", counts.Total);
        json.WriteEndObject();
    }

    private static void Arrays(Utf8JsonWriter json, string name, IReadOnlyList<double[]?> arrays)
    {
        json.WriteStartArray(name);
        foreach (var array in arrays)
        {
            VerdictNumbers.Write(json, array);
        }

        json.WriteEndArray();
    }

    private static void Pair(Utf8JsonWriter json, MetricPair pair, MetricOptions? usual)
    {
        json.WriteStartObject();
        json.WriteString("id", pair.Id);
        VerdictNumbers.Write(json, "control", pair.Control);
        VerdictNumbers.Write(json, "experiment", pair.Experiment);
        json.WritePropertyName("options");
        MetricDefinitionWriter.Options(json, pair.Options == usual ? null : pair.Options);
        json.WriteEndObject();
    }

    private static void Problems(Utf8JsonWriter json, IReadOnlyList<DataProblem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("kind", CanaryWords.Of(problem.Kind));
            json.WriteString("arm", problem.Arm is { } arm ? CanaryWords.Of(arm) : null);
            json.WriteString("detail", problem.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Queries(Utf8JsonWriter json, IReadOnlyList<SourceQuery> queries)
    {
        json.WriteStartArray("queries");
        foreach (var query in queries)
        {
            json.WriteStartObject();
            json.WriteString("arm", CanaryWords.Of(query.Arm));
            json.WriteString("text", query.Text);
            json.WriteNumber("series", query.Series);
            json.WriteNumber("samples", query.Samples);
            json.WriteString("hash", query.Hash.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
