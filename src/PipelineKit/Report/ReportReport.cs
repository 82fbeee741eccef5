using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Report;

/// <summary>Says what the report found.</summary>
internal static class ReportReport
{
    internal static CommandReport From(ReportResult result)
    {
        var production = result.Production;
        return new CommandReport
        {
            Exit = ExitCode.Ok,
            Headline = Headline(result),
            Annotations = [.. result.Environments.SelectMany(e => e.Bypasses.Select(b => Bypass(b))), .. result.Environments.Where(e => e.History.OpenIntent is not null).Select(e => Open(e.History.OpenIntent!)), .. result.Environments.Where(e => e.Retention is { Unknown.Count: > 0 }).Select(Gap)],
            Outputs =
            [
                new(ReportAction.Deployments, ReportText.Number(production.Deployments.Count)),
                Figure(ReportAction.SuccessRate, production.SuccessRate),
                Figure(ReportAction.ChangeFailureRate, production.ChangeFailureRate),
                Figure(ReportAction.LeadTime, Spread.Of(production.LeadSeconds).Median),
                Figure(ReportAction.TimeToRollback, Spread.Of(production.RollbackSeconds).Mean),
                Figure(ReportAction.TimeToDetect, Spread.Of(production.DetectSeconds).Mean),
                Figure(ReportAction.CanaryFailureRate, CanaryFailureRate(result)),
                Figure(ReportAction.RetentionCoverage, production.RetentionCoverage),
                new(ReportAction.Bypasses, ReportText.Number(result.Environments.Sum(e => e.Bypasses.Count))),
                new(ReportAction.OpenIntents, ReportText.Number(result.Environments.Count(e => e.History.OpenIntent is not null))),
            ],
            Summary = ReportSummary.Of(result),
            Result = ReportJson.Of(result),
            ResultToStandardOutput = result.Options.Json,
        };
    }

    private static string Headline(ReportResult result)
    {
        var production = result.Production;
        var count = production.Deployments.Count;
        var bypasses = result.Environments.Sum(e => e.Bypasses.Count);
        var loud = bypasses == 0 ? "" : bypasses == 1 ? " 1 promotion bypassed gates." : $" {ReportText.Number(bypasses)} promotions bypassed gates.";
        return (count == 0 ? $"Nothing was promoted to {production.Name}." : $"{ReportText.Percent(production.SuccessRate)} of {ReportText.Number(count)} {(count == 1 ? "promotion" : "promotions")} to {production.Name} succeeded.") + loud;
    }

    private static double CanaryFailureRate(ReportResult result)
    {
        var failed = result.Environments.Sum(e => e.Canaries.Failed);
        var judged = failed + result.Environments.Sum(e => e.Canaries.Passed);
        return judged == 0 ? double.NaN : (double)failed / judged;
    }

    private static Annotation Bypass(LedgerEntry entry) => new(
        AnnotationLevel.Warning, "bypass",
        $"{entry.Actor} bypassed gates ({string.Join(", ", ReportSummary.Overridden(entry))}) on {ReportText.Time(entry.At)} to bring {ReportText.Short(entry.Digest)} to {entry.Environment}: {entry.Reason}\nLook at it within two days: who bypasses a gate answers for it.");

    private static Annotation Open(LedgerEntry entry) => new(
        AnnotationLevel.Warning, "open-intent",
        $"the promotion of {ReportText.Short(entry.Digest)} to {entry.Environment} was announced on {ReportText.Time(entry.At)} by {entry.Actor}, and is neither done nor given up\nRun the same promotion again: it goes on where that run stopped.");

    private static Annotation Gap(EnvironmentReport report) => new(
        AnnotationLevel.Warning, "retention-unknown",
        $"of {report.Retention!.Unknown.Count} of the {report.Retention.Wanted} images that {report.Name} may be rolled back to it is not known whether they can be pulled; the coverage is that of the others\n{string.Join("\n", report.Retention.Unknown)}");

    private static OutputValue Figure(Output output, double figure) => new(output, ReportText.NumberOrEmpty(figure));
}
