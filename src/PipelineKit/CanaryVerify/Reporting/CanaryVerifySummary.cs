using PipelineKit.Canary;
using PipelineKit.Ci;

namespace PipelineKit.CanaryVerify;

/// <summary>What people read after a run: the verdict, a table of metrics, the error budget, the evidence over time, what followed.</summary>
internal static class CanaryVerifySummary
{
    private const int ShortDigest = 7 + 12;

    internal static Summary Of(CanaryVerifyResult result)
    {
        var blocks = new List<SummaryBlock> { new Paragraph(Compared(result)), Metrics(result) };
        if (result.Decision.Slo is { } slo)
        {
            blocks.Add(new Paragraph($"Error budget: {CanaryText.Sentence(slo.Text)}{(slo.BudgetSpent is { } spent ? $" The canary itself has used up {CanaryText.Number(spent * 100)} % of it." : "")}"));
        }

        if (result.Decision.Score is { } score)
        {
            blocks.Add(new Paragraph($"Kayenta's score: {CanaryText.Number(score)} of 100."));
        }

        if (result.Decision.Verdict == CanaryVerdict.Inconclusive)
        {
            blocks.Add(new Paragraph(Missing(result)));
        }

        if (CanaryChart.Mermaid(result) is { } picture)
        {
            blocks.Add(new Preformatted("The evidence over time", "mermaid", picture));
        }

        if (result.FollowUps.Count > 0)
        {
            blocks.Add(new Table("What followed", ["What", "Worked", "How it went"], [.. result.FollowUps.Select(FollowUp)]));
        }

        return new Summary("canary-verify", blocks);
    }

    private static string Compared(CanaryVerifyResult result)
    {
        var document = result.Document;
        var service = document.Service.Length > 0 ? $"{document.Service}: " : "";
        return $"{service}canary {Short(document.Scopes.Canary)} against baseline {Short(document.Scopes.Baseline)},\n"
            + $"{VerdictNumbers.Text(document.Window.Start)} to {VerdictNumbers.Text(document.Window.End)} in {CanaryText.Counted(document.Window.Count, "step")} of {CanaryText.Span(document.Window.Step)}, read from {document.Source}.";
    }

    private static string Short(ArmScope scope) => scope.Digest.Text.Length > ShortDigest ? scope.Digest.Text[..ShortDigest] : scope.Digest.Text;

    private static Table Metrics(CanaryVerifyResult result) =>
        new(null, ["Metric", "Canary", "Baseline", "Ratio", "Verdict", "Why"], [.. result.Decision.Metrics.Select(m => Metric(result, m))]);

    private static Cell[] Metric(CanaryVerifyResult result, MetricDecision metric) =>
    [
        new(metric.Name, Code: true), CanaryText.Number(metric.Canary), CanaryText.Number(metric.Baseline), CanaryText.Ratio(metric),
        CanaryText.IsMuted(result, metric) ? $"{CanaryWords.Of(metric.Verdict)} (only told)" : CanaryWords.Of(metric.Verdict),
        metric.DecidedAt is { } step ? $"{CanaryText.Sentence(metric.Text)} Decided after {CanaryText.Span(result.Document.Window.Step * step)}." : CanaryText.Sentence(metric.Text),
    ];

    // What there is to do about a verdict that is none.
    private static string Missing(CanaryVerifyResult result)
    {
        var ratio = CanaryText.DetectableRatio(result) is { } detectable && double.IsFinite(detectable) ? $" So far a canary that is {CanaryText.Number(detectable)} times as bad would be found, nine times of ten." : "";
        return $"Not decided: {CanaryText.Sentence(result.Decision.Text)}{ratio}{CanaryReport.Needed(result)} docs/canary-verify.md says what to do.";
    }

    private static Cell[] FollowUp(FollowUp done) => [new(done.Name, Code: true), done.Ok ? "yes" : "NO", new Cell(done.Text) { Link = done.Url.Length > 0 ? done.Url : null }];
}
