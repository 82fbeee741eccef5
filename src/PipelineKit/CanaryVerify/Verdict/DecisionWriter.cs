using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>Writes what was decided: for verdict.json, and for result.json.</summary>
internal static class DecisionWriter
{
    internal static void Write(Utf8JsonWriter json, CanaryDecision decision)
    {
        json.WriteStartObject();
        json.WriteString("verdict", CanaryWords.Of(decision.Verdict));
        json.WriteString("reason", decision.Reason);
        json.WriteString("text", decision.Text);
        VerdictNumbers.Write(json, "score", decision.Score);
        json.WriteBoolean("mayExtend", decision.MayExtend);
        json.WritePropertyName("slo");
        Slo(json, decision.Slo);
        json.WriteStartArray("metrics");
        foreach (var metric in decision.Metrics)
        {
            Metric(json, metric);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Metric(Utf8JsonWriter json, MetricDecision metric)
    {
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteString("kind", CanaryWords.Of(metric.Kind));
        json.WriteString("verdict", CanaryWords.Of(metric.Verdict));
        json.WriteString("reason", metric.Reason);
        json.WriteString("text", metric.Text);
        VerdictNumbers.Write(json, "canary", metric.Canary);
        VerdictNumbers.Write(json, "baseline", metric.Baseline);
        VerdictNumbers.Write(json, "ratio", metric.Ratio);
        VerdictNumbers.Write(json, "ratioLower", metric.RatioLower);
        VerdictNumbers.Write(json, "ratioUpper", metric.RatioUpper);
        VerdictNumbers.Write(json, "worseEvidence", metric.WorseEvidence);
        VerdictNumbers.Write(json, "goodEvidence", metric.GoodEvidence);
        VerdictNumbers.Write(json, "decidedAt", metric.DecidedAt);
        VerdictNumbers.Write(json, "detectableRatio", metric.DetectableRatio);
        VerdictNumbers.Write(json, "stepsNeeded", metric.StepsNeeded);
        json.WriteEndObject();
    }

    private static void Slo(Utf8JsonWriter json, SloDecision? slo)
    {
        if (slo is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("verdict", CanaryWords.Of(slo.Verdict));
        json.WriteString("reason", slo.Reason);
        json.WriteString("text", slo.Text);
        VerdictNumbers.Write(json, "projectedBurn", slo.ProjectedBurn);
        VerdictNumbers.Write(json, "projectedBurnAtLeast", slo.ProjectedBurnAtLeast);
        VerdictNumbers.Write(json, "budgetSpent", slo.BudgetSpent);
        json.WriteString("metric", slo.Metric);
        VerdictNumbers.Write(json, "decidedAt", slo.DecidedAt);
        json.WritePropertyName("tier");
        if (slo.Tier is { } tier)
        {
            VerdictWriter.Tier(json, tier);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }
}
