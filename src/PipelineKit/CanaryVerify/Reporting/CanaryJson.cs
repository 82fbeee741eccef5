using System.Buffers;
using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>The <c>result</c> member of result.json.</summary>
internal static class CanaryJson
{
    internal static JsonElement Of(CanaryVerifyResult result) => Element(json =>
    {
        var document = result.Document;
        json.WriteStartObject();
        json.WriteString("mode", result.Options.Mode == CanaryMode.Watch ? "watch" : "check");
        json.WriteString("service", document.Service);
        json.WriteString("environment", document.Environment);
        json.WriteString("source", document.Source);
        json.WriteString("canary", document.Scopes.Canary.Digest.Text);
        json.WriteString("baseline", document.Scopes.Baseline.Digest.Text);
        Window(json, document.Window);
        json.WritePropertyName("decision");
        DecisionWriter.Write(json, result.Decision);
        json.WriteNumber("looks", result.Looks.Looks);
        json.WriteNumber("failedLooks", result.Looks.Failed);
        json.WriteString("note", result.Looks.Note);
        Seconds(json, "timeNeeded", CanaryText.TimeNeeded(result));
        Seconds(json, "timeToDetect", result.TimeToDetect);
        Seconds(json, "timeToRollback", FollowUpPlan.TimeToRollback(result.FollowUps));
        json.WriteString("verdictDigest", result.VerdictDigest.Text);
        FollowUps(json, result.FollowUps);
        json.WriteStartArray("attested");
        foreach (var item in result.Attested)
        {
            json.WriteStartObject();
            json.WriteString("type", item.Task.Statement.PredicateType);
            VerdictMetricWriter.Texts(json, "manifests", item.Manifests);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>What a callback writes, as an element.</summary>
    internal static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    internal static void Window(Utf8JsonWriter json, TimeWindow window)
    {
        json.WriteStartObject("window");
        json.WriteString("start", VerdictNumbers.Text(window.Start));
        json.WriteString("end", VerdictNumbers.Text(window.End));
        json.WriteNumber("step", window.Step.TotalSeconds);
        json.WriteEndObject();
    }

    private static void FollowUps(Utf8JsonWriter json, IReadOnlyList<FollowUp> followUps)
    {
        json.WriteStartArray("followUps");
        foreach (var done in followUps)
        {
            json.WriteStartObject();
            json.WriteString("name", done.Name);
            json.WriteBoolean("ok", done.Ok);
            json.WriteString("text", done.Text);
            json.WriteString("url", done.Url);
            json.WriteNumber("seconds", Math.Round(done.Took.TotalSeconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Seconds(Utf8JsonWriter json, string name, TimeSpan? span) => VerdictNumbers.Write(json, name, span is { } time ? Math.Round(time.TotalSeconds, 3) : null);
}
