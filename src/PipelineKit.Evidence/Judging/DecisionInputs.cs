using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What a decision was made from, complete enough to make it again from the same files.</summary>
internal static class DecisionInputs
{
    internal static void Write(Utf8JsonWriter json, GateCase @case)
    {
        WriteSubject(json, @case.Subject);
        DecisionJson.Text(json, "environment", @case.Environment);
        json.WriteStartObject("policy");
        json.WriteString("name", @case.Policy.Name);
        json.WriteString("digest", @case.Policy.Digest.Text);
        DecisionJson.Text(json, "text", @case.Policy.Text);
        json.WriteEndObject();
        json.WriteStartArray("exceptions");
        foreach (var file in @case.ExceptionFiles.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Digest.Text, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            WriteFile(json, file.Name, file.Digest);
        }

        json.WriteEndArray();
        WriteFeed(json, "epss", @case.Epss?.Name, @case.Epss?.Digest);
        WriteFeed(json, "kev", @case.Kev?.Name, @case.Kev?.Digest);
        WriteEvidence(json, @case.Evidence);
        if (@case.Baseline is { } baseline)
        {
            json.WriteStartObject("baseline");
            json.WriteString("name", baseline.Name);
            DecisionJson.Text(json, "digest", baseline.Digest?.Text);
            WriteEvidence(json, baseline.Evidence);
            json.WriteEndObject();
        }
    }

    private static void WriteSubject(Utf8JsonWriter json, GateSubject subject)
    {
        json.WriteStartObject("subject");
        json.WriteString("name", subject.Name);
        DecisionJson.Text(json, "digest", subject.Digest?.Text);
        json.WriteStartArray("platforms");
        foreach (var platform in subject.Platforms.OrderBy(p => p.Platform, StringComparer.Ordinal).ThenBy(p => p.Manifest.Text, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("platform", platform.Platform);
            json.WriteString("manifest", platform.Manifest.Text);
            DecisionJson.Text(json, "config", platform.Config?.Text);
            DecisionJson.Strings(json, "diffIds", [.. platform.DiffIds.Select(d => d.Text)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFeed(Utf8JsonWriter json, string member, string? name, Digest? digest)
    {
        if (name is not null && digest is not null)
        {
            json.WriteStartObject(member);
            WriteFile(json, name, digest);
        }
    }

    private static void WriteFile(Utf8JsonWriter json, string name, Digest digest)
    {
        json.WriteString("name", name);
        json.WriteString("digest", digest.Text);
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, IReadOnlyList<EvidenceItem> items)
    {
        json.WriteStartArray("evidence");
        foreach (var item in Ordered(items))
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            DecisionJson.Text(json, "digest", item.Digest?.Text);
            DecisionJson.Text(json, "boundTo", item.BoundTo?.Text);
            json.WriteString("trust", item.Trust switch
            {
                EvidenceTrust.Made => "made",
                EvidenceTrust.Attested => "attested",
                _ => "given",
            });
            WriteInvocation(json, item.Invocation);
            WriteFailure(json, item.Failure);
            WriteDocument(json, item.Document);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What sorts is compiled when it is first used, and mostly there is nothing to sort.
    private static IEnumerable<EvidenceItem> Ordered(IReadOnlyList<EvidenceItem> items) => items.Count < 2 ? items
        : items.OrderBy(i => i.Name, StringComparer.Ordinal).ThenBy(i => i.Digest?.Text, StringComparer.Ordinal).ThenBy(i => i.BoundTo?.Text, StringComparer.Ordinal).ThenBy(i => (int)i.Trust);

    private static void WriteInvocation(Utf8JsonWriter json, ScanInvocation? invocation)
    {
        if (invocation is null)
        {
            return;
        }

        json.WriteStartObject("invocation");
        json.WriteString("scanner", invocation.Scanner);
        DecisionJson.Text(json, "scannerVersion", invocation.ScannerVersion);
        DecisionJson.Time(json, "databaseBuilt", invocation.DatabaseBuilt);
        DecisionJson.Text(json, "databaseVersion", invocation.DatabaseVersion);
        DecisionJson.Time(json, "startedAt", invocation.StartedAt);
        DecisionJson.Text(json, "platform", invocation.Platform);
        DecisionJson.Strings(json, "arguments", invocation.Arguments);
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, EvidenceException? failure)
    {
        if (failure is null)
        {
            return;
        }

        json.WriteStartObject("failure");
        json.WriteString("problem", failure.Problem switch
        {
            EvidenceProblem.UnknownFormat => "unknown-format",
            EvidenceProblem.TooLarge => "too-large",
            EvidenceProblem.ScanFailed => "scan-failed",
            _ => "damaged",
        });
        json.WriteString("message", failure.Message);
        WriteNumber(json, "line", failure.Line);
        WriteNumber(json, "column", failure.Column);
        json.WriteEndObject();
    }

    private static void WriteDocument(Utf8JsonWriter json, EvidenceDocument? document)
    {
        if (document is null)
        {
            return;
        }

        json.WriteString("format", FormatName(document.Format));
        DecisionJson.Text(json, "formatVersion", document.FormatVersion);
        if (document.Report is { } report)
        {
            DecisionJson.Text(json, "scanner", report.Scanner.Name);
            DecisionJson.Text(json, "scannerVersion", report.Scanner.Version);
            DecisionJson.Time(json, "scannedAt", report.ScannedAt);
            DecisionJson.Time(json, "databaseBuilt", report.Scanner.DatabaseBuilt);
            json.WriteNumber("findings", report.Findings.Count);
        }

        WriteNumber(json, "components", document.Bom?.Components.Count);
        WriteNumber(json, "vexStatements", document.Vex.Count > 0 ? document.Vex.Count : null);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static string FormatName(EvidenceFormat format) => format switch
    {
        EvidenceFormat.Trivy => "trivy",
        EvidenceFormat.Grype => "grype",
        EvidenceFormat.OsvScanner => "osv-scanner",
        EvidenceFormat.Sarif => "sarif",
        EvidenceFormat.Snyk => "snyk",
        EvidenceFormat.GitLab => "gitlab",
        EvidenceFormat.CycloneDx => "cyclonedx-json",
        EvidenceFormat.CycloneDxXml => "cyclonedx-xml",
        EvidenceFormat.Spdx2 or EvidenceFormat.Spdx3 => "spdx-json",
        EvidenceFormat.OpenVex => "openvex",
        _ => "csaf",
    };
}
