using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;

namespace PipelineKit.Report;

/// <summary>The report for people.</summary>
internal static class ReportSummary
{
    private const int LargestMarkdown = 4 << 20;

    internal static Summary Of(ReportResult result)
    {
        var window = result.Options.Window;
        var blocks = new List<SummaryBlock> { new Paragraph($"{result.App}, from {ReportText.Time(window.Since)} until {ReportText.Time(window.Until)}, as recorded at {ReportText.Time(window.At)}.") };
        if (Sources(result) is { Length: > 0 } sources)
        {
            blocks.Add(new Paragraph(sources));
        }

        var bypasses = result.Environments.SelectMany(e => e.Bypasses).ToList();
        if (bypasses.Count > 0)
        {
            blocks.Add(new Table("Bypassed gates", ["When", "Environment", "Image", "Who", "Why", "Gates"], [.. bypasses.Select(Bypass)]));
        }

        blocks.Add(new Table("Deployments", ["Environment", "Promotions", "Succeeded", "Rolled back", "Abandoned", "Success rate", "A week", "Change failure rate"], [.. result.Environments.Select(e => Deployments(e, window))]));
        blocks.Add(new Table("Times (median, mean)", ["Environment", "Lead time", "Time to detect", "Time to roll back", "Time to recover", "Incident until closed"], [.. result.Environments.Select(Times)]));
        blocks.Add(new Table("Canaries and safety", ["Environment", "Canaries: passed, failed, inconclusive", "Canary failure rate", "Retention coverage", "Rejected images", "Recorded", "Since"], [.. result.Environments.Select(Safety)]));
        Add(blocks, "Announced and neither done nor given up", ["Environment", "Image", "Since", "Who"], result.Environments.Where(e => e.History.OpenIntent is not null).Select(e => Row(e.Name, Name(e.History.OpenIntent!.Digest), ReportText.Time(e.History.OpenIntent.At), e.History.OpenIntent.Actor)));
        Add(blocks, "Rejected images", ["Environment", "Image", "When", "Who", "Why"], result.Environments.SelectMany(e => e.History.Rejected.OrderBy(r => r.Value.Sequence).Select(r => Row(e.Name, Name(r.Key), ReportText.Time(r.Value.At), r.Value.Actor, r.Value.Reason))));
        Add(blocks, "Incidents", ["Opened", "Closed", "Environment", "What", "From"], result.Environments.SelectMany(e => e.Incidents.Select(i => Incident(i, e.Name))).Concat(result.OtherIncidents.Select(i => Incident(i, "none was deployed then"))));
        return new Summary("report", blocks);
    }

    /// <summary>The same as Markdown of its own.</summary>
    internal static string Markdown(ReportResult result) => MarkdownSummary.Render(Of(result), text => text, LargestMarkdown);

    // Where incidents were looked for, also where none was found.
    private static string Sources(ReportResult result)
    {
        var options = result.Options;
        string[] sources =
        [
            .. options.Incidents,
            .. options.IncidentLabels.Count > 0 ? (string[])[$"issues{(options.IncidentRepository.Length > 0 ? $" of {options.IncidentRepository}" : "")} labelled {string.Join(" or ", options.IncidentLabels)}"] : [],
        ];
        return sources.Length > 0 ? $"Incidents are from {string.Join(", ", sources)}." : "";
    }

    private static void Add(List<SummaryBlock> blocks, string caption, string[] headers, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        var all = rows.ToList();
        if (all.Count > 0)
        {
            blocks.Add(new Table(caption, headers, all));
        }
    }

    private static Cell[] Deployments(EnvironmentReport e, ReportWindow window) => Row(
        e.Name, ReportText.Number(e.Deployments.Count), ReportText.Number(e.Count(DeploymentOutcome.Succeeded)), ReportText.Number(e.Count(DeploymentOutcome.RolledBack)), ReportText.Number(e.Count(DeploymentOutcome.Abandoned)),
        ReportText.Percent(e.SuccessRate), ReportText.Number(Math.Round(e.Deployments.Count / window.Weeks, 2)), ReportText.Percent(e.ChangeFailureRate));

    private static Cell[] Times(EnvironmentReport e) => Row(e.Name, Both(e.LeadSeconds), Both(e.DetectSeconds), Both(e.RollbackSeconds), Both(e.RecoverySeconds), Both(e.RestoreSeconds));

    private static Cell[] Safety(EnvironmentReport e) => Row(
        e.Name,
        $"{e.Canaries.Passed}, {e.Canaries.Failed}, {e.Canaries.Inconclusive}",
        ReportText.Percent(e.CanaryFailureRate),
        e.Retention is { } count ? $"{count.Complete} of {count.Wanted} ({(count.FromRegistry ? "looked now" : "by the last record")}{(count.Unknown.Count > 0 ? $", {count.Unknown.Count} could not be looked at" : "")})" : "not known",
        ReportText.Number(e.History.Rejected.Count),
        e.History.Current is { } now ? Name(now.Digest) : ReportText.Nothing,
        e.History.Current is { } since ? ReportText.Time(since.From) : ReportText.Nothing);

    private static Cell[] Bypass(LedgerEntry entry) => Row(
        ReportText.Time(entry.At), entry.Environment, Name(entry.Digest), entry.Actor, entry.Reason, string.Join(", ", Overridden(entry)));

    internal static IEnumerable<string> Overridden(LedgerEntry entry) =>
        entry.Gates.Where(g => string.Equals(g.Value, "overridden", StringComparison.OrdinalIgnoreCase)).Select(g => g.Key).Order(StringComparer.Ordinal);

    private static Cell[] Incident(Incident incident, string environment) => Row(
        ReportText.Time(incident.Opened), incident.Closed is { } closed ? ReportText.Time(closed) : "open", environment, incident.Title.Length > 0 ? incident.Title : incident.Place.ToString(),
        incident.Url.Length > 0 ? new Cell("the issue") { Link = incident.Url, Brief = incident.Url } : incident.Place.ToString());

    private static string Both(IEnumerable<double> figures) => Spread.Of(figures) is { Count: > 0 } s ? $"{ReportText.Span(s.Median)}, {ReportText.Span(s.Mean)}" : ReportText.Nothing;

    private static Cell Name(Digest digest) => new(digest.Text, Code: true) { Brief = ReportText.Short(digest) };

    private static Cell[] Row(params Cell[] cells) => cells;
}
