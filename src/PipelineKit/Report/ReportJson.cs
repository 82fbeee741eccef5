using System.Buffers;
using System.Text;
using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Report;

/// <summary>The report for programs: the <c>result</c> member of result.json, and a file of its own.</summary>
internal static class ReportJson
{
    internal static JsonElement Of(ReportResult result)
    {
        using var document = JsonDocument.Parse(Bytes(result, indented: false));
        return document.RootElement.Clone();
    }

    internal static string Text(ReportResult result) => Encoding.UTF8.GetString(Bytes(result, indented: true).Span) + "\n";

    private static ReadOnlyMemory<byte> Bytes(ReportResult result, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n" }))
        {
            var window = result.Options.Window;
            json.WriteStartObject();
            json.WriteString("app", result.App);
            json.WriteString("at", ReportText.Time(window.At));
            json.WriteString("since", ReportText.Time(window.Since));
            json.WriteString("until", ReportText.Time(window.Until));
            json.WriteStartArray("environments");
            foreach (var environment in result.Environments)
            {
                Environment(json, environment, window);
            }

            json.WriteEndArray();
            Incidents(json, "otherIncidents", result.OtherIncidents);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Environment(Utf8JsonWriter json, EnvironmentReport e, ReportWindow window)
    {
        json.WriteStartObject();
        json.WriteString("environment", e.Name);
        json.WriteBoolean("production", e.IsProduction);
        if (e.History.Current is { } now)
        {
            json.WriteString("digest", now.Digest.Text);
            json.WriteString("image", now.Image);
            json.WriteString("current-since", ReportText.Time(now.From));
        }

        json.WriteStartObject("measures");
        Number(json, "deployments", e.Deployments.Count);
        for (var i = 0; i < ReportMetrics.Outcomes.Length; i++)
        {
            Number(json, ReportMetrics.Outcomes[i], e.Count((DeploymentOutcome)i));
        }

        Number(json, "deployments-per-week", e.Deployments.Count / window.Weeks);
        Number(json, "success-rate", e.SuccessRate);
        Number(json, "change-failure-rate", e.ChangeFailureRate);
        Number(json, "rollbacks", e.Rollbacks.Count);
        Number(json, "canaries-passed", e.Canaries.Passed);
        Number(json, "canaries-failed", e.Canaries.Failed);
        Number(json, "canaries-inconclusive", e.Canaries.Inconclusive);
        Number(json, "canary-failure-rate", e.CanaryFailureRate);
        Number(json, "retention-complete", e.Retention?.Complete ?? double.NaN);
        Number(json, "retention-wanted", e.Retention?.Wanted ?? double.NaN);
        Number(json, "retention-coverage", e.RetentionCoverage);
        if (e.Retention is { Unknown.Count: > 0 } gap)
        {
            Number(json, "retention-unknown", gap.Unknown.Count);
        }

        Both(json, "lead-time-seconds", e.LeadSeconds);
        Both(json, "time-to-detect-seconds", e.DetectSeconds);
        Both(json, "time-to-rollback-seconds", e.RollbackSeconds);
        Both(json, "time-to-recover-seconds", e.RecoverySeconds);
        Both(json, "incident-restore-seconds", e.RestoreSeconds);
        json.WriteEndObject();
        json.WriteStartArray("bypasses");
        foreach (var entry in e.Bypasses)
        {
            Line(json, entry.Digest, entry);
        }

        json.WriteEndArray();
        json.WriteStartArray("rejected");
        foreach (var (digest, entry) in e.History.Rejected.OrderBy(r => r.Value.Sequence))
        {
            Line(json, digest, entry);
        }

        json.WriteEndArray();
        json.WriteStartArray("openIntents");
        if (e.History.OpenIntent is { } intent)
        {
            Line(json, intent.Digest, intent);
        }

        json.WriteEndArray();
        Incidents(json, "incidents", e.Incidents);
        json.WriteEndObject();
    }

    private static void Line(Utf8JsonWriter json, Digest digest, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("at", ReportText.Time(entry.At));
        json.WriteString("digest", digest.Text);
        json.WriteString("actor", entry.Actor);
        json.WriteString("reason", entry.Reason);
        json.WriteString("run", entry.Run);
        json.WriteNumber("line", entry.Sequence);
        if (entry.Bypass)
        {
            json.WriteString("gates", string.Join(", ", ReportSummary.Overridden(entry)));
        }

        json.WriteEndObject();
    }

    private static void Incidents(Utf8JsonWriter json, string name, IEnumerable<Incident> incidents)
    {
        json.WriteStartArray(name);
        foreach (var incident in incidents)
        {
            json.WriteStartObject();
            json.WriteString("opened", ReportText.Time(incident.Opened));
            if (incident.Closed is { } closed)
            {
                json.WriteString("closed", ReportText.Time(closed));
            }

            json.WriteString("title", incident.Title);
            json.WriteString("source", incident.Place.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Both(Utf8JsonWriter json, string name, IEnumerable<double> figures)
    {
        var spread = Spread.Of(figures);
        json.WriteStartObject(name);
        json.WriteNumber("count", spread.Count);
        Number(json, "mean", spread.Mean);
        Number(json, "median", spread.Median);
        json.WriteEndObject();
    }

    // What there is no figure for is left out: JSON has no number for it.
    private static void Number(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumber(name, Math.Round(number, 4));
        }
    }
}
