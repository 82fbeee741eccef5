using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;

namespace PipelineKit.ScanGate;

/// <summary>Says what scan-gate decided.</summary>
internal static class ScanGateReport
{
    internal static CommandReport From(ScanGateResult result) => new()
    {
        Exit = result.Decision.Verdict == GateVerdict.Pass ? ExitCode.Ok : ExitCode.GateSaidNo,
        Headline = Headline(result),
        Annotations = ScanGateAnnotations.Of(result),
        Outputs = Outputs(result),
        Summary = ScanGateSummary.Of(result),
        Result = ScanGateJson.Of(result),
        ResultToStandardOutput = result.Options.Json,
    };

    private static OutputValue[] Outputs(ScanGateResult result)
    {
        var written = !result.Options.DryRun;
        return
        [
            new(ScanGateAction.Blocking, ScanGateText.Number(result.Blocking.Count)),
            new(ScanGateAction.Findings, ScanGateText.Number(result.Decision.Findings.Count)),
            new(ScanGateAction.NewFindings, result.Decision.Comparison is { } comparison ? ScanGateText.Number(comparison.Added) : ""),
            new(ScanGateAction.Excused, ScanGateText.Number(result.Excused.Count)),
            new(ScanGateAction.DecisionPath, written ? result.Options.DecisionFile : ""),
            new(ScanGateAction.DecisionDigest, result.Digest.Text),
            new(ScanGateAction.SarifPath, written ? result.Options.SarifFile : ""),
            new(ScanGateAction.ValidUntil, result.Decision.ValidUntil is { } end ? ScanGateText.Time(end) : ""),
            new(ScanGateAction.SbomFiles, string.Join('\n', result.Boms)),
        ];
    }

    private static string Headline(ScanGateResult result)
    {
        var blocking = result.Blocking.Count;
        var excused = result.Excused.Count;
        var others = result.Decision.Reasons.Count(r => r.Action >= GateAction.Review && !ScanGateAnnotations.IsAboutFindings(r));
        var subject = result.Case.Subject.Digest is null ? "What the reports are about" : "The image";
        if (result.Decision.Verdict == GateVerdict.Pass)
        {
            return $"{subject} may go on: {ScanGateText.Count(result.Decision.Findings.Count, "finding")}, none blocks{(excused > 0 ? $", {ScanGateText.Number(excused)} excused" : "")}.";
        }

        var findings = blocking > 0 ? $"{ScanGateText.Count(blocking, "finding")} {(blocking == 1 ? "blocks" : "block")} it" : "";
        var reasons = others > 0 ? $"{ScanGateText.Count(others, "other reason")}" : "";
        return $"{subject} may not go on: {string.Join(", and ", new[] { findings, reasons }.Where(t => t.Length > 0))}.";
    }
}
