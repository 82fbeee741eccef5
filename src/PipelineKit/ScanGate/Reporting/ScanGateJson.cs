using System.Buffers;
using System.Text.Json;
using PipelineKit.Evidence;

namespace PipelineKit.ScanGate;

/// <summary>The <c>result</c> member of result.json: the verdict with its reasons. The decision file has all findings; here are those that matter, and how many there are.</summary>
internal static class ScanGateJson
{
    private const int MostFindings = 1000;

    internal static JsonElement Of(ScanGateResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, result);
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter json, ScanGateResult result)
    {
        var (judged, decision) = (result.Case, result.Decision);
        json.WriteString("verdict", ScanGateText.Word(decision.Verdict));
        json.WriteStartObject("image");
        json.WriteString("name", judged.Subject.Name);
        json.WriteString("digest", judged.Subject.Digest?.Text);
        json.WriteEndObject();
        json.WriteString("environment", judged.Environment);
        json.WriteStartObject("policy");
        json.WriteString("name", judged.Policy.Name);
        json.WriteString("digest", judged.Policy.Digest.Text);
        json.WriteEndObject();
        json.WriteStartObject("decision");
        json.WriteString("at", ScanGateText.Time(judged.At));
        json.WriteString("digest", result.Digest.Text);
        json.WriteString("file", result.Options.DryRun ? "" : result.Options.DecisionFile);
        json.WriteString("validUntil", decision.ValidUntil is { } end ? ScanGateText.Time(end) : null);
        json.WriteEndObject();
        json.WriteStartObject("counts");
        json.WriteNumber("findings", decision.Findings.Count);
        json.WriteNumber("blocking", result.Blocking.Count);
        json.WriteNumber("excused", result.Excused.Count);
        json.WriteEndObject();
        Array(json, "reasons", decision.Reasons, r => Write(json, r));
        Array(json, "blocking", result.Blocking.Take(MostFindings), f => Write(json, f));
        Array(json, "excused", result.Excused.Take(MostFindings), f => Write(json, f));
        Array(json, "platforms", decision.Platforms, p => Write(json, p));
        Write(json, decision.Comparison);
        Array(json, "sbomFiles", result.Boms, json.WriteStringValue);
        Array(json, "attested", result.Attested, item =>
        {
            json.WriteStartObject();
            json.WriteString("type", item.Task.Statement.PredicateType);
            Array(json, "manifests", item.Manifests, json.WriteStringValue);
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, GateReason reason)
    {
        json.WriteStartObject();
        json.WriteString("code", reason.Code);
        json.WriteString("action", ScanGateText.Word(reason.Action));
        json.WriteString("message", reason.Message);
        json.WriteString("remedy", reason.Remedy);
        json.WriteString("subject", reason.Subject);
        json.WriteString("file", reason.File);
        if (reason.Line is { } line)
        {
            json.WriteNumber("line", line);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JudgedFinding judged)
    {
        var finding = judged.Finding;
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("kind", ScanGateText.Word(finding.Kind));
        json.WriteString("package", finding.Package.Purl ?? finding.Package.Name);
        json.WriteString("installed", finding.Package.Version);
        Array(json, "fixed", finding.FixedVersions, json.WriteStringValue);
        json.WriteString("severity", ScanGateText.Word(finding.Severity));
        json.WriteBoolean("exploited", finding.Exploited is not null);
        if (finding.Epss is { } epss)
        {
            json.WriteNumber("epss", epss);
        }

        Array(json, "rules", judged.Rules, json.WriteStringValue);
        Array(json, "scanners", finding.Occurrences.Select(o => o.Scanner).Distinct(StringComparer.Ordinal), json.WriteStringValue);
        if (judged.BaselineState.Length > 0)
        {
            json.WriteString("baselineState", judged.BaselineState);
        }

        if (judged.Excused.Length > 0)
        {
            json.WriteString("excused", judged.Excused);
            json.WriteString("by", ScanGateText.ExcusedBy(judged));
            json.WriteString("until", judged.Excused == "exception" && judged.Exception?.Expires is { } end ? ScanGateText.Time(end) : null);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PlatformDecision platform)
    {
        json.WriteStartObject();
        json.WriteString("platform", platform.Platform);
        json.WriteString("manifest", platform.Manifest?.Text);
        Array(json, "documents", platform.Documents, json.WriteStringValue);
        Array(json, "coverage", platform.Coverage, part =>
        {
            json.WriteStartObject();
            json.WriteString("ecosystem", part.Ecosystem);
            json.WriteString("target", part.Target);
            if (part.Packages is { } packages)
            {
                json.WriteNumber("packages", packages);
            }

            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GateComparison? comparison)
    {
        if (comparison is null)
        {
            json.WriteNull("comparison");
            return;
        }

        json.WriteStartObject("comparison");
        json.WriteString("with", comparison.Name);
        json.WriteNumber("added", comparison.Added);
        json.WriteNumber("removed", comparison.Removed);
        json.WriteNumber("unchanged", comparison.Unchanged);
        json.WriteBoolean("lessRisky", comparison.IsLessRisky);
        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}
