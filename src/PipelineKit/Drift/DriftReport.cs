using System.Globalization;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Drift;

/// <summary>Says what drift found.</summary>
internal static class DriftReport
{
    private const int ShortDigest = 7 + 12;

    internal static CommandReport From(DriftResult result)
    {
        var drift = result.Drift.ToList();
        var environments = drift.Select(f => f.Environment).Distinct(StringComparer.Ordinal).ToList();
        return new CommandReport
        {
            Exit = Exit(result, drift.Count),
            Headline = Headline(result, drift.Count, environments),
            Annotations = [.. result.Findings.Select(f => new Annotation(f.Grade, f.Rule.Id, $"{f.Text}\n{f.Rule.Help}", f.Place))],
            Outputs =
            [
                new(DriftAction.Drift, drift.Count > 0 || result.Problems.Count > 0 ? "true" : "false"),
                new(DriftAction.Findings, Number(drift.Count)),
                new(DriftAction.ByKind, string.Join('\n', DriftRule.All.Where(r => drift.Exists(f => f.Rule == r)).Select(r => $"{r.Id}={Number(drift.Count(f => f.Rule == r))}"))),
                new(DriftAction.Environments, string.Join('\n', environments)),
            ],
            Summary = Summarize(result),
            Result = DriftJson.Of(result),
            ResultToStandardOutput = result.Options.Json,
            Failures = result.Problems,
        };
    }

    // "Unavailable" only when nothing is known to differ, so that a retry is worth it.
    private static ExitCode Exit(DriftResult result, int drift)
    {
        var exits = result.Problems.Select(p => p.Code.Exit).ToHashSet();
        return exits.Contains(ExitCode.Integrity) ? ExitCode.Integrity
            : exits.Contains(ExitCode.BadInput) ? ExitCode.BadInput
            : exits.Contains(ExitCode.Refused) ? ExitCode.Refused
            : result.Drift.Any(f => f.Rule != DriftRule.Unreadable && f.Rule != DriftRule.RunningUnknown) ? ExitCode.GateSaidNo
            : exits.Count > 0 ? ExitCode.Unavailable
            : drift > 0 ? ExitCode.GateSaidNo : ExitCode.Ok;
    }

    private static string Headline(DriftResult result, int drift, List<string> environments) =>
        drift == 0
            ? $"{string.Join(", ", result.Looks.Select(l => l.Name))}: what is there is what is recorded."
            : $"{Number(drift)} {(drift == 1 ? "difference" : "differences")} in {string.Join(", ", environments)}.";

    private static Summary Summarize(DriftResult result)
    {
        var blocks = new List<SummaryBlock>
        {
            new Table(null, ["Environment", "Recorded", "Repository", "Manifests", "Registry", "Containers", "Differences"], [.. result.Looks.Select(l => Look(result, l))]),
        };
        if (result.Findings.Count > 0)
        {
            blocks.Add(new Table("Differences", ["Environment", "Kind", "Where", "Recorded", "There", "What to do"], [.. result.Findings.OrderByDescending(f => f.Grade).Select(Finding)])
            {
                RepeatsTheLog = true,
            });
        }

        return new Summary("drift", blocks);
    }

    private static Cell[] Look(DriftResult result, DriftLook look) =>
    [
        look.Name, Digest(look.Digest?.Text ?? ""), new Cell(look.Repository, Code: true), look.Manifests is { } files ? Number(files) : "not looked at", look.Registry ? "looked at" : "not looked at",
        look.Containers is { } containers ? Number(containers) : "not looked at", Number(result.Drift.Count(f => f.Environment == look.Name)),
    ];

    private static Cell[] Finding(DriftFinding finding) =>
        [finding.Environment, finding.Rule.Id, new Cell(finding.Where, Code: true), Digest(finding.Expected), Digest(finding.Actual), finding.Rule.Help];

    private static Cell Digest(string text) => new(text.Length > 0 ? text : "–", Code: text.Length > 0) { Brief = text.Length > ShortDigest ? text[..ShortDigest] : null };

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
