using System.Buffers;
using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// Writes verdict.json. There is one way to write a verdict: members in this order, no blanks, numbers as <see cref="VerdictNumbers"/> has them, a line feed at the end. The same verdict is
/// the same bytes, so that deciding again can be compared byte by byte.
/// </summary>
internal static class VerdictWriter
{
    internal static byte[] Write(VerdictDocument document, CanaryDecision decision)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Head(json, document);
            json.WritePropertyName("policy");
            Policy(json, document.Case.Policy);
            json.WriteStartArray("metrics");
            foreach (var metric in document.Case.Metrics)
            {
                VerdictMetricWriter.Write(json, metric);
            }

            json.WriteEndArray();
            json.WritePropertyName("decision");
            DecisionWriter.Write(json, decision);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Head(Utf8JsonWriter json, VerdictDocument document)
    {
        json.WriteString("schema", VerdictDocument.Schema);
        json.WriteString("version", document.Version);
        json.WriteString("decidedAt", VerdictNumbers.Text(document.DecidedAt));
        json.WriteString("service", document.Service);
        json.WriteString("environment", document.Environment);
        json.WriteString("source", document.Source);
        json.WriteStartObject("window");
        json.WriteString("start", VerdictNumbers.Text(document.Window.Start));
        json.WriteNumber("step", document.Window.Step.TotalSeconds);
        json.WriteNumber("count", document.Window.Count);
        json.WriteEndObject();
        json.WriteStartObject("scopes");
        Scope(json, document.Scopes.Baseline);
        Scope(json, document.Scopes.Canary);
        json.WriteString("check", document.Scopes.CheckQuery);
        json.WriteEndObject();
    }

    private static void Scope(Utf8JsonWriter json, ArmScope scope)
    {
        json.WriteStartObject(CanaryWords.Of(scope.Arm));
        json.WriteString("digest", scope.Digest.Text);
        json.WriteString("matcher", scope.Matcher);
        json.WriteStartObject("labels");
        foreach (var (name, value) in scope.Labels)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Policy(Utf8JsonWriter json, CanaryPolicy policy)
    {
        json.WriteStartObject();
        json.WriteNumber("alpha", policy.Alpha);
        json.WriteNumber("beta", policy.Beta);
        json.WriteNumber("gaugeLookEvery", policy.GaugeLookEvery);
        json.WriteNumber("steps", policy.Steps);
        json.WriteBoolean("stopsAtPass", policy.StopsAtPass);
        json.WritePropertyName("slo");
        Slo(json, policy.Slo);
        json.WritePropertyName("kayenta");
        Kayenta(json, policy.Kayenta);
        json.WriteEndObject();
    }

    private static void Slo(Utf8JsonWriter json, SloPolicy? slo)
    {
        if (slo is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("objective", slo.Objective);
        json.WriteNumber("period", slo.Period.TotalSeconds);
        json.WriteNumber("confidence", slo.Confidence);
        VerdictNumbers.Write(json, "periodEvents", slo.PeriodEvents);
        VerdictMetricWriter.Texts(json, "metrics", slo.Metrics);
        json.WriteStartArray("tiers");
        foreach (var tier in slo.Tiers)
        {
            Tier(json, tier);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void Tier(Utf8JsonWriter json, BurnTier tier)
    {
        json.WriteStartObject();
        json.WriteNumber("long", tier.Long.TotalSeconds);
        json.WriteNumber("short", tier.Short.TotalSeconds);
        VerdictNumbers.Write(json, "factor", tier.Factor);
        json.WriteEndObject();
    }

    private static void Kayenta(Utf8JsonWriter json, KayentaScoring? scoring)
    {
        if (scoring is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("pass", scoring.Pass);
        json.WriteNumber("marginal", scoring.Marginal);
        json.WriteStartObject("groupWeights");
        foreach (var (group, weight) in scoring.GroupWeights)
        {
            VerdictNumbers.Write(json, group, weight);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
