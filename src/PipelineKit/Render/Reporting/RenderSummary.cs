using PipelineKit.Ci;
using PipelineKit.PullRequests;

namespace PipelineKit.Render;

/// <summary>What a person reads after render: findings first, then each environment with its files and images.</summary>
internal static class RenderSummary
{
    private const int ShortDigest = 7 + 12;

    internal static Summary Of(RenderResult result)
    {
        var blocks = new List<SummaryBlock>();
        AddProblems(blocks, result);
        AddFindings(blocks, "What needs a look", result.Findings.Where(f => f.Level != AnnotationLevel.Notice), inLog: true);
        foreach (var environment in result.IsRefused ? [] : result.Environments)
        {
            AddEnvironment(blocks, environment);
        }

        AddImages(blocks, result);
        AddFindings(blocks, "Good to know", result.Findings.Where(f => f.Level == AnnotationLevel.Notice), inLog: false);
        if (blocks.Count == 0)
        {
            blocks.Add(new Paragraph("No template rendered anything."));
        }

        return new Summary("render", blocks);
    }

    private static void AddProblems(List<SummaryBlock> blocks, RenderResult result)
    {
        if (result.Problems.Count > 0)
        {
            blocks.Add(new Table(
                "Errors",
                ["Where", "What", "Do"],
                [.. result.Problems.Select(p => (IReadOnlyList<Cell>)[new Cell(p.Place?.ToString() ?? "", Code: true), p.What, new Cell(p.RemedyText) { Brief = p.Code.Title }])])
            {
                RepeatsTheLog = true,
            });
        }
    }

    private static void AddFindings(List<SummaryBlock> blocks, string caption, IEnumerable<RenderFinding> findings, bool inLog)
    {
        IReadOnlyList<Cell>[] rows =
        [
            .. findings.OrderByDescending(f => f.Level).Select(f => (IReadOnlyList<Cell>)
                [f.Level.ToString().ToLowerInvariant(), new Cell(f.Place.ToString(), Code: true), RenderText.Message(f), new Cell(f.Rule.Help) { Brief = f.Rule.Title }]),
        ];
        if (rows.Length > 0)
        {
            blocks.Add(new Table(caption, ["", "Where", "What", "Do"], rows) { RepeatsTheLog = inLog });
        }
    }

    private static void AddEnvironment(List<SummaryBlock> blocks, EnvironmentResult environment)
    {
        var title = environment.Inputs.Name.Length == 0 ? "Manifests" : $"Manifests for {environment.Inputs.Name}";
        var counts = environment.Manifests.Where(m => m.Documents > 0).ToDictionary(m => OutputPlan.Below(environment.Inputs.Output, m.File.Output), StringComparer.Ordinal);
        blocks.Add(new Table(
            environment.Inputs.Branch is { } branch ? $"{title}, on branch {branch}" : title,
            ["File", "Documents", "Images", "Status"],
            [.. environment.Files.Select(f => (IReadOnlyList<Cell>)
                [
                    new Cell(f.Path, Code: true),
                    counts.TryGetValue(f.Path, out var manifest) ? RenderText.Number(manifest.Documents) : "",
                    manifest is null ? "" : RenderText.Number(manifest.Pins.Images.Select(i => i.Text).Distinct(StringComparer.Ordinal).Count()),
                    RenderText.StatusName(f.Status),
                ])]));
        if (environment.Proposal is { Commit: not null } proposal)
        {
            blocks.Add(new Paragraph(proposal.IsUnchanged ? $"Branch {proposal.Branch} has all of it already." : $"Committed to {proposal.Branch}; look at it with: {proposal.ShowCommand}"));
        }
    }

    private static void AddImages(List<SummaryBlock> blocks, RenderResult result)
    {
        var environments = new Dictionary<(string Repository, string Digest), List<string>>();
        foreach (var environment in result.IsRefused ? [] : result.Environments)
        {
            foreach (var image in Recorder.ImagesOf(environment))
            {
                if (!environments.TryGetValue((image.Repository, image.Digest), out var names))
                {
                    environments[(image.Repository, image.Digest)] = names = [];
                }

                names.Add(environment.Inputs.Name);
            }
        }

        if (environments.Count > 0)
        {
            blocks.Add(new Table(
                "Images",
                ["Repository", "Digest", "Environments"],
                [.. environments.OrderBy(i => i.Key.Repository, StringComparer.Ordinal).ThenBy(i => i.Key.Digest, StringComparer.Ordinal).Select(i => (IReadOnlyList<Cell>)
                    [
                        new Cell(i.Key.Repository, Code: true),
                        new Cell(i.Key.Digest, Code: true) { Brief = i.Key.Digest[..Math.Min(i.Key.Digest.Length, ShortDigest)] },
                        string.Join(", ", i.Value),
                    ])]));
        }
    }
}
