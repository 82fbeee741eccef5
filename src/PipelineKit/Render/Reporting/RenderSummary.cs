using PipelineKit.Ci;
using PipelineKit.PullRequests;

namespace PipelineKit.Render;

/// <summary>What a person reads after render: findings first, then each environment with its files and images.</summary>
internal static class RenderSummary
{
    private const int ShortDigest = 7 + 12;
    private const int LongestDiff = 20_000;

    internal static Summary Of(RenderResult result)
    {
        var blocks = new List<SummaryBlock>();
        AddProblems(blocks, result);
        AddFindings(blocks, "What needs a look", result.Findings.Where(f => f.Level != AnnotationLevel.Notice), inLog: true);
        if (!result.IsRefused)
        {
            AddEnvironments(blocks, result);
            AddBranches(blocks, result);
            AddImages(blocks, result);
        }

        AddDifference(blocks, result);
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
                [f.Level.Word(), new Cell(f.Place.ToString(), Code: true), f.Detail.Length == 0 ? RenderText.Message(f) : $"{RenderText.Message(f)}. {f.Detail}", f.RemedyText]),
        ];
        if (rows.Length > 0)
        {
            blocks.Add(new Table(caption, ["", "Where", "What", "Do"], rows) { RepeatsTheLog = inLog });
        }
    }

    // One line for each environment, and a table of what changes in any of them.
    private static void AddEnvironments(List<SummaryBlock> blocks, RenderResult result)
    {
        if (result.Environments.Count == 0)
        {
            return;
        }

        var lines = new List<string>();
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var environment in result.Environments)
        {
            var files = environment.Files.Where(f => f.Path != environment.RecordPath && f.Status != FileStatus.Unchanged).ToList();
            lines.Add(Line(environment, State(environment, files)));
            rows.AddRange(Rows(environment, files));
        }

        blocks.Add(new Paragraph(string.Join('\n', lines)));
        if (rows.Count > 0)
        {
            blocks.Add(new Table(Caption: null, ["File", "Documents", "Images", "Status"], rows));
        }
    }

    private static string State(EnvironmentResult environment, List<PlannedFile> files) =>
        files.Count > 0 ? Counts(files)
        : environment.Files.Any(f => f.IsChange) ? "unchanged, but made from other inputs"
        : "unchanged";

    private static string Counts(List<PlannedFile> files)
    {
        var counts = new List<string>();
        foreach (var status in Enum.GetValues<FileStatus>())
        {
            if (files.FindAll(f => f.Status == status) is { Count: > 0 } found)
            {
                counts.Add($"{RenderText.Number(found.Count)} {RenderText.StatusName(status)}");
            }
        }

        return string.Join(", ", counts);
    }

    private static string Line(EnvironmentResult environment, string state)
    {
        var rendered = environment.Manifests.Where(m => m.Documents > 0).ToList();
        var title = environment.Inputs.Name.Length > 0 ? environment.Inputs.Name : environment.Inputs.Output is "." ? "Manifests" : environment.Inputs.Output;
        return $"{title}: {RenderText.Count(rendered.Count, "manifest")}, {RenderText.Count(rendered.Sum(m => m.Documents), "document")}, {state}";
    }

    private static IReadOnlyList<Cell>[] Rows(EnvironmentResult environment, List<PlannedFile> files)
    {
        var manifests = environment.Manifests.ToDictionary(m => OutputPlan.Below(environment.Inputs.Output, m.File.Output), StringComparer.Ordinal);
        return [.. files.Select(f => (IReadOnlyList<Cell>)
            [
                new Cell(f.Path, Code: true),
                manifests.GetValueOrDefault(f.Path) is { Documents: > 0 } manifest ? RenderText.Number(manifest.Documents) : "",
                manifests.GetValueOrDefault(f.Path) is { Documents: > 0 } images ? RenderText.Number(images.Pins.Images.Select(i => i.Text).Distinct(StringComparer.Ordinal).Count()) : "",
                RenderText.StatusName(f.Status),
            ])];
    }

    private static void AddBranches(List<SummaryBlock> blocks, RenderResult result)
    {
        foreach (var proposal in result.Environments.Select(e => e.Proposal).OfType<ProposalResult>().Where(p => p is { Commit: not null, IsUnchanged: false }).Distinct())
        {
            blocks.Add(new Paragraph($"Committed to {proposal.Branch}; look at it with: {proposal.ShowCommand}"));
        }
    }

    private static IReadOnlyList<Cell> ImageRow(string repository, string digest, List<string> environments) =>
    [
        new Cell(repository, Code: true),
        new Cell(digest, Code: true) { Brief = digest[..Math.Min(digest.Length, ShortDigest)] },
        string.Join(", ", environments),
    ];

    // What is too long to be read is in the file that `diff-file` names.
    private static void AddDifference(List<SummaryBlock> blocks, RenderResult result)
    {
        if (result.Options.Check && result.Diff.Length > 0)
        {
            var end = result.Diff.Length <= LongestDiff ? result.Diff.Length : result.Diff.LastIndexOf('\n', LongestDiff) + 1;
            blocks.Add(new Preformatted(end < result.Diff.Length ? "The difference (its beginning; `diff-file` has all of it)" : "The difference", "diff", result.Diff[..end]));
        }
    }

    private static void AddImages(List<SummaryBlock> blocks, RenderResult result)
    {
        if (!result.Changes.Any())
        {
            return;
        }

        var environments = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var environment in result.Environments)
        {
            foreach (var image in environment.Images)
            {
                if (!environments.TryGetValue($"{image.Repository}@{image.Digest}", out var names))
                {
                    environments[$"{image.Repository}@{image.Digest}"] = names = [];
                }

                names.Add(environment.Inputs.Name);
            }
        }

        if (environments.Count > 0)
        {
            blocks.Add(new Table(
                "Images",
                ["Repository", "Digest", "Environments"],
                [.. environments.Keys.Order(StringComparer.Ordinal).Select(i => ImageRow(i[..i.IndexOf('@', StringComparison.Ordinal)], i[(i.IndexOf('@', StringComparison.Ordinal) + 1)..], environments[i]))]));
        }
    }
}
