using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sarif;

namespace PipelineKit.Render;

/// <summary>Errors and findings as SARIF, at places of templates.</summary>
internal static class RenderSarif
{
    internal static byte[] Of(RenderResult result) =>
        SarifLog.Write(
            Product.Version,
            [
                .. result.Problems.Select(p => p.Code).Distinct().OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => new SarifRule(c.Id, c.Title, c.Remedy)),
                .. RenderRule.All.Select(r => new SarifRule(r.Id, r.Title, r.Help)),
            ],
            [.. result.Problems.Select(Result), .. result.Findings.Select(Result)]);

    private static SarifResult Result(Failure problem) =>
        new(
            problem.Code.Id,
            AnnotationLevel.Error,
            $"{problem.What}. {problem.RemedyText}",
            problem.Place ?? new SourcePlace("."),
            $"{problem.Code.Id}\n{problem.Place?.File}\n{problem.What}",
            Fix: null);

    private static SarifResult Result(RenderFinding finding) =>
        new(finding.Rule.Id, finding.Level, $"{RenderText.Message(finding)}. {finding.RemedyText} {finding.Detail}".TrimEnd(), finding.Place, $"{finding.Rule.Id}\n{finding.Place.File}\n{finding.Message}", Fix: null);
}
