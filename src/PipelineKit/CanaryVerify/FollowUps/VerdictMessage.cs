using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PipelineKit.Ci;

namespace PipelineKit.CanaryVerify;

/// <summary>A verdict as webhooks and commands get it: one JSON object, described in docs/canary-verify.md.</summary>
internal static class VerdictMessage
{
    private const int Version = 1;

    internal static byte[] Write(CanaryOutcome outcome, TimeSpan? detect, IReadOnlyList<FollowUp> done, CiContext run)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("event", "canary-verdict");
            json.WriteString("verdict", outcome.Verdict);
            json.WriteString("reason", outcome.Decision.Reason);
            json.WriteString("text", outcome.Decision.Text);
            json.WriteString("service", outcome.Service);
            Text(json, "environment", outcome.Environment);
            json.WriteString("canary", outcome.Scopes.Canary.Digest.Text);
            json.WriteString("baseline", outcome.Scopes.Baseline.Digest.Text);
            json.WriteStartObject("window");
            json.WriteString("start", Time(outcome.Window.Start));
            json.WriteString("end", Time(outcome.Window.End));
            json.WriteNumber("stepSeconds", outcome.Window.Step.TotalSeconds);
            json.WriteEndObject();
            json.WriteString("decidedAt", Time(outcome.DecidedAt));
            Number(json, "detectSeconds", detect?.TotalSeconds);
            Text(json, "verdictDigest", outcome.VerdictDigest?.Text);
            Metrics(json, outcome);
            FollowUps(json, done);
            json.WriteStartObject("run");
            Text(json, "url", run.RunUrl);
            Text(json, "repository", run.Repository);
            Text(json, "commit", run.Commit);
            Text(json, "actor", run.Actor);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A moment, UTC.</summary>
    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static void Metrics(Utf8JsonWriter json, CanaryOutcome outcome)
    {
        json.WriteStartArray("metrics");
        foreach (var metric in outcome.Decision.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("verdict", metric.Verdict.ToString().ToLowerInvariant());
            json.WriteString("reason", metric.Reason);
            json.WriteString("text", metric.Text);
            Number(json, "canary", metric.Canary);
            Number(json, "baseline", metric.Baseline);
            Number(json, "ratio", metric.Ratio);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void FollowUps(Utf8JsonWriter json, IReadOnlyList<FollowUp> done)
    {
        json.WriteStartArray("followUps");
        foreach (var item in done)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            json.WriteBoolean("ok", item.Ok);
            json.WriteString("text", item.Text);
            Text(json, "url", item.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }
}
