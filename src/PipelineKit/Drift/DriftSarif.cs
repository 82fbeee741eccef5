using PipelineKit.Actions;
using PipelineKit.Sarif;

namespace PipelineKit.Drift;

/// <summary>The findings that stand in files as SARIF; code scanning shows no others.</summary>
internal static class DriftSarif
{
    internal static byte[] Of(DriftResult result) =>
        SarifLog.Write(
            Product.Version,
            DriftRule.All.Select(r => new SarifRule(r.Id, r.Title, r.Help)).ToArray(),
            result.Findings.Where(f => f.Place?.File is not null)
                .Select(f => new SarifResult(f.Rule.Id, f.Grade, f.Text, f.Place!, $"{f.Rule.Id}\n{f.Place!.File}\n{f.Environment}\n{f.Image}", Fix: null)).ToArray());
}
