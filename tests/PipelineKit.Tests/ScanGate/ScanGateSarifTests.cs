using System.Globalization;
using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.ScanGate;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

public sealed class ScanGateSarifTests
{
    [Fact]
    public void A_finding_has_its_fix_a_score_GitHub_sorts_by_and_a_place()
    {
        var run = Run(GateResults.Finding("CVE-2026-1"));

        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        var result = run.GetProperty("results")[0];
        Assert.Equal(("CVE-2026-1", "9.5"), (rule.GetProperty("id").GetString(), rule.GetProperty("properties").GetProperty("security-severity").GetString()));
        Assert.InRange(rule.GetProperty("properties").GetProperty("tags").GetArrayLength(), 1, 10);
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal("CVE-2026-1 in openssl 1.0 → 1.1: critical; rule critical.", result.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("usr/lib/x.so", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public void A_fingerprint_survives_updates_and_moved_lines_and_tells_findings_and_paths_apart()
    {
        var same = Fingerprints(GateResults.Finding("CVE-2026-1", line: 3), GateResults.Finding("CVE-2026-1", line: 9, version: "1.0.1"));
        var others = Fingerprints(GateResults.Finding("CVE-2026-1"), GateResults.Finding("CVE-2026-2"), GateResults.Finding("CVE-2026-1", path: "/opt/x.so"));

        Assert.Single(same.Distinct(StringComparer.Ordinal));
        Assert.Equal(3, others.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_is_excused_is_suppressed_with_who_decided_it()
    {
        var excused = GateResults.Finding("CVE-2026-1") with
        {
            Action = GateAction.Allow,
            Excused = "exception",
            BaselineState = "unchanged",
            Exception = new GateException { Id = "CVE-2026-1", Owner = "shop@example.com", Reason = "not reachable", File = "e.yaml" },
        };

        var result = Run(excused).GetProperty("results")[0];

        Assert.Equal("exception of shop@example.com: not reachable", result.GetProperty("suppressions")[0].GetProperty("justification").GetString());
        Assert.Equal(("unchanged", "note"), (result.GetProperty("baselineState").GetString(), result.GetProperty("level").GetString()));
    }

    [Fact]
    public void Of_more_findings_than_GitHub_takes_the_gravest_are_kept()
    {
        var findings = Enumerable.Range(0, 26_000).Select(i => GateResults.Finding(string.Create(CultureInfo.InvariantCulture, $"CVE-2026-{i:00000}"), i % 2 == 0 ? Severity.Low : Severity.Critical)).ToArray();

        var results = Run(findings).GetProperty("results").EnumerateArray().Select(r => r.GetProperty("message").GetProperty("text").GetString()!).ToList();

        Assert.Equal(25_000, results.Count);
        Assert.Equal(13_000, results.Count(r => r.Contains("critical;", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_finding_at_many_places_has_ten_of_them()
    {
        var finding = GateResults.Finding("CVE-2026-1");
        var spread = finding with { Finding = finding.Finding with { Occurrences = [.. Enumerable.Range(0, 40).Select(i => new FindingOccurrence("grype", "grype.json", "linux/amd64", $"/x{i}", Line: null, ""))] } };

        Assert.Equal(10, Run(spread).GetProperty("results")[0].GetProperty("locations").GetArrayLength());
    }

    [Fact]
    public void A_gap_in_the_evidence_is_a_result_too()
    {
        var reason = new GateReason(GateReasons.EvidenceStale, GateAction.Block, "the scan is 9 days old", "scan again", "grype.json", "grype.json");

        var result = Parse(ScanGateSarif.Of(GateResults.Of([], reason))).GetProperty("results")[0];

        Assert.Equal(("evidence.stale", "error"), (result.GetProperty("ruleId").GetString(), result.GetProperty("level").GetString()));
    }

    private static IEnumerable<string> Fingerprints(params JudgedFinding[] findings) =>
        Run(findings).GetProperty("results").EnumerateArray().Select(r => r.GetProperty("partialFingerprints").GetProperty("pipelinekit/v1").GetString()!);

    private static JsonElement Run(params JudgedFinding[] findings) => Parse(ScanGateSarif.Of(GateResults.Of(findings)));

    private static JsonElement Parse(byte[] log) => JsonDocument.Parse(log).RootElement.GetProperty("runs")[0];
}
