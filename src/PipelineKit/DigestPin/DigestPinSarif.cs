using PipelineKit.Ci;
using PipelineKit.Sarif;

namespace PipelineKit.DigestPin;

/// <summary>The findings as SARIF.</summary>
internal static class DigestPinSarif
{
    internal static byte[] Of(DigestPinResult result) =>
        SarifLog.Write(
            ProductVersion.Text,
            FindingRule.All.Select(r => new SarifRule(r.Id, r.Title, r.Help)).ToArray(),
            result.Findings.Select(Result).ToArray());

    private static SarifResult Result(Finding finding) =>
        new(
            finding.Rule.Id,
            finding.Level,
            finding.Message,
            finding.Place,
            $"{finding.Rule.Id}\n{finding.Place.File}\n{finding.Message}",
            finding.Fix is { } fix ? new SarifFix(EditPlace(fix), fix.NewText) : null);

    private static Failures.SourcePlace EditPlace(SiteEdit edit) =>
        new(edit.Site.Path, edit.Site.EditLine, edit.Site.EditColumn, edit.Site.EditColumn + edit.Site.EditText.Length);
}
