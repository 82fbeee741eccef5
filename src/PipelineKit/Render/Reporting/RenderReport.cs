using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.PullRequests;

namespace PipelineKit.Render;

/// <summary>Says what render found and did.</summary>
internal static class RenderReport
{
    internal static CommandReport From(RenderResult result) => new()
    {
        Exit = Exit(result),
        Headline = Headline(result),
        Annotations = [.. result.Findings.Where(f => f.Level != AnnotationLevel.Notice).Select(Annotate)],
        Outputs = Outputs(result),
        Summary = RenderSummary.Of(result),
        Result = RenderJson.Of(result),
        Failures = result.Problems,
        StandardOutput = result.Options.Diff ? result.Diff : null,
        ResultToStandardOutput = result.Options.Json,
    };

    private static ExitCode Exit(RenderResult result) =>
        result.Problems.Count > 0 ? FailureCodes.Gravest(result.Problems.Select(p => p.Code.Exit))
        : result.Findings.Any(f => f.Level == AnnotationLevel.Error) ? ExitCode.GateSaidNo
        : ExitCode.Ok;

    private static Annotation Annotate(RenderFinding finding) => new(finding.Level, finding.Rule.Id, $"{RenderText.Message(finding)}\n{finding.RemedyText}{(finding.Detail.Length == 0 ? "" : "\n" + finding.Detail)}", finding.Place);

    private static OutputValue[] Outputs(RenderResult result)
    {
        var written = result.IsRefused ? [] : result.Environments;
        return
        [
            new(RenderAction.Changed, Flag(result.Changes.Any())),
            new(RenderAction.ChangedFiles, Lines(result.Changes.Select(c => c.Path))),
            new(RenderAction.Files, RenderText.Number(Rendered(result).Count())),
            new(RenderAction.Documents, RenderText.Number(Rendered(result).Sum(m => m.Documents))),
            new(RenderAction.Images, RenderJson.Images(result)),
            new(RenderAction.Drift, Flag(result.Options.Check && result.Changes.Any())),
            new(RenderAction.OutputPath, Lines(written.Select(e => e.Inputs.Output))),
            new(RenderAction.BranchName, Lines(Proposals(result).Select(p => p.Branch))),
            new(RenderAction.Commit, Lines(Proposals(result).Select(p => p.Commit ?? "").Where(c => c.Length > 0))),
            new(RenderAction.RenderFile, Lines(written.Select(e => e.RecordPath))),
        ];
    }

    private static IEnumerable<ProposalResult> Proposals(RenderResult result) => result.Environments.Select(e => e.Proposal).OfType<ProposalResult>().Distinct();

    private static IEnumerable<RenderedManifest> Rendered(RenderResult result) => result.Environments.SelectMany(e => e.Manifests).Where(m => m.Documents > 0);

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Headline(RenderResult result)
    {
        var errors = result.Problems.Count + result.Findings.Count(f => f.Level == AnnotationLevel.Error);
        if (result.IsRefused)
        {
            return $"Nothing was written: {RenderText.Count(errors, "problem")} to resolve.";
        }

        var files = RenderText.Count(Rendered(result).Count(), "manifest");
        var documents = RenderText.Count(Rendered(result).Sum(m => m.Documents), "document");
        var images = result.Environments.SelectMany(e => e.Images).Select(i => $"{i.Repository}@{i.Digest}").Distinct(StringComparer.Ordinal).Count();
        var changes = result.Changes.Count();
        var locked = $"{files} with {documents}, {RenderText.Count(images, "image")} locked to {(images == 1 ? "its digest" : "digests")}";
        return (result.Options.Check, changes) switch
        {
            (true, 0) => $"{locked}: all up to date.",
            (true, _) => $"{RenderText.Count(changes, "file")} {(changes == 1 ? "is" : "are")} not what would be rendered now.",
            (false, 0) => $"{locked}: nothing changed.",
            _ => $"{locked}: {RenderText.Count(changes, "file")} {(result.Options.DryRun ? "would change" : "changed")}{Where(result)}.",
        };
    }

    private static string Where(RenderResult result)
    {
        var proposals = Proposals(result).Where(p => !p.IsUnchanged).ToList();
        return proposals.Count == 0 ? "" : $" on {string.Join(", ", proposals.Select(p => p.Branch))}";
    }
}
