using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>Writes what a metric is.</summary>
internal static class MetricDefinitionWriter
{
    internal static void Write(Utf8JsonWriter json, MetricDefinition metric)
    {
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteString("kind", CanaryWords.Of(metric.Kind));
        json.WriteString("query", metric.Query);
        json.WriteString("totalQuery", metric.TotalQuery);
        VerdictNumbers.Write(json, "threshold", metric.Threshold);
        json.WriteString("direction", CanaryWords.Of(metric.Direction));
        VerdictNumbers.Write(json, "failRatio", metric.FailRatio);
        VerdictNumbers.Write(json, "passRatio", metric.PassRatio);
        VerdictNumbers.Write(json, "minimumEvents", metric.MinimumEvents);
        VerdictNumbers.Write(json, "negligible", metric.Negligible);
        json.WriteBoolean("critical", metric.IsCritical);
        json.WriteBoolean("muted", metric.IsMuted);
        Data(json, metric.Data);
        json.WritePropertyName("conditions");
        Conditions(json, metric.Conditions);
        json.WritePropertyName("kayenta");
        Options(json, metric.Kayenta);
        VerdictMetricWriter.Texts(json, "groups", metric.Groups);
        json.WriteEndObject();
    }

    internal static void Options(Utf8JsonWriter json, MetricOptions? options)
    {
        if (options is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("direction", CanaryWords.Of(options.Direction));
        VerdictNumbers.Write(json, "tolerance", options.Tolerance);
        VerdictNumbers.Write(json, "confidence", options.Confidence);
        json.WriteBoolean("replaceNan", options.NanStrategy == NanStrategy.Replace);
        VerdictNumbers.Write(json, "outlierFactor", options.OutlierFactor);
        json.WriteBoolean("cles", options.Measure == EffectMeasure.Cles);
        VerdictNumbers.Write(json, "allowed", [options.Allowed.Decrease, options.Allowed.Increase]);
        VerdictNumbers.Write(json, "criticalAt", [options.Critical.Decrease, options.Critical.Increase]);
        json.WriteBoolean("critical", options.IsCritical);
        json.WriteBoolean("mustHaveData", options.MustHaveData);
        json.WriteEndObject();
    }

    private static void Data(Utf8JsonWriter json, DataPolicy policy)
    {
        json.WriteStartObject("data");
        json.WriteNumber("staleAfter", policy.StaleAfter.TotalSeconds);
        json.WriteStartObject("of");
        foreach (var (kind, action) in policy.Of.OrderBy(p => p.Key))
        {
            json.WriteString(CanaryWords.Of(kind), CanaryWords.Of(action));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Conditions(Utf8JsonWriter json, MetricConditions? conditions)
    {
        if (conditions is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("success", conditions.Success);
        json.WriteString("failure", conditions.Failure);
        json.WriteNumber("count", conditions.Count);
        json.WriteNumber("failureLimit", conditions.FailureLimit);
        json.WriteNumber("inconclusiveLimit", conditions.InconclusiveLimit);
        json.WriteNumber("consecutiveErrorLimit", conditions.ConsecutiveErrorLimit);
        json.WriteNumber("consecutiveSuccessLimit", conditions.ConsecutiveSuccessLimit);
        json.WriteEndObject();
    }
}
