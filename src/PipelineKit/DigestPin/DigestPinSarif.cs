using PipelineKit.Actions;
using PipelineKit.Sarif;

namespace PipelineKit.DigestPin;

/// <summary>The findings as SARIF.</summary>
internal static class DigestPinSarif
{
    internal static byte[] Of(DigestPinResult result) =>
        SarifLog.Write(
            Product.Version,
            FindingRule.All.Select(r => new SarifRule(r.Id, r.Title, r.Help)).ToArray(),
            result.Findings.Select(Result).ToArray());

    private static SarifResult Result(Finding finding) =>
        new(
            finding.Rule.Id,
            finding.Level,
            finding.Message,
            finding.Place,
            $"{finding.Rule.Id}\n{finding.Place.File}\n{finding.Message}",
            finding.Fix is { } fix ? new SarifFix(fix.Place, fix.NewText) : null);
}
