using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.CanaryVerify;

/// <summary>Says what was decided, and what followed.</summary>
internal static class CanaryReport
{
    internal static CommandReport From(CanaryVerifyResult result)
    {
        var verdict = result.Decision.Verdict;
        var exit = verdict == CanaryVerdict.Pass || (verdict == CanaryVerdict.Inconclusive && result.Options.PassInconclusive) ? ExitCode.Ok : ExitCode.GateSaidNo;
        return new CommandReport
        {
            Exit = FollowUpPlan.Exit(exit, result.FollowUps),
            Headline = Headline(result),
            Annotations = [.. result.Decision.Metrics.Where(m => m.Verdict != CanaryVerdict.Pass).Select(m => Remark(result, m)), .. Notes(result)],
            Outputs = Outputs(result),
            Summary = CanaryVerifySummary.Of(result),
            Result = CanaryJson.Of(result),
            ResultToStandardOutput = result.Options.Json,
            Failures = [.. result.FollowUps.Where(f => f is { Ok: false, Failure: not null }).Select(f => f.Failure!)],
        };
    }

    // What did not work comes first, and loud: who reads only this line must know that the bad version still runs.
    private static string Headline(CanaryVerifyResult result)
    {
        var failed = result.FollowUps.Where(f => f is { Ok: false, IsTelling: false }).Select(f => f.Name).ToList();
        var loud = failed.Count == 0 ? "" : $"{string.Join(" AND ", failed.Select(f => f.ToUpperInvariant()))} FAILED: the canary may still run. ";
        var done = result.FollowUps.FirstOrDefault(f => f is { Name: "rollback", Ok: true }) is { } rollback ? $" {CanaryText.Sentence(rollback.Text)}" : "";
        var why = CanaryText.Sentence(result.Decision.Text);
        return loud + result.Decision.Verdict switch
        {
            CanaryVerdict.Pass => $"The canary passed: {why}",
            CanaryVerdict.Fail => $"The canary failed: {why}{done}",
            _ => $"The canary is neither shown to be good nor bad: {why}{Needed(result)}",
        };
    }

    internal static string Needed(CanaryVerifyResult result) =>
        CanaryText.TimeNeeded(result) is { } time ? $" It needs about {CanaryText.Span(time)} more at this traffic." : "";

    private static Annotation Remark(CanaryVerifyResult result, MetricDecision metric)
    {
        var level = CanaryText.IsMuted(result, metric) ? AnnotationLevel.Notice : metric.Verdict == CanaryVerdict.Fail ? AnnotationLevel.Error : AnnotationLevel.Warning;
        return new Annotation(level, metric.Reason, $"{metric.Name}: {CanaryText.Sentence(metric.Text)}");
    }

    private static IEnumerable<Annotation> Notes(CanaryVerifyResult result)
    {
        if (result.Looks.Note.Length > 0)
        {
            yield return new Annotation(AnnotationLevel.Warning, "source", result.Looks.Note);
        }

        if (result.Decision.Slo is { Verdict: CanaryVerdict.Fail } slo)
        {
            yield return new Annotation(AnnotationLevel.Error, slo.Reason, CanaryText.Sentence(slo.Text));
        }
    }

    private static OutputValue[] Outputs(CanaryVerifyResult result)
    {
        var options = result.Options;
        return
        [
            new(CommonOutputs.Verdict, CanaryWords.Of(result.Decision.Verdict)),
            new(CanaryOutputs.Reason, result.Decision.Reason),
            new(CanaryOutputs.VerdictFile, options.DryRun ? "" : options.VerdictFile),
            new(CanaryOutputs.VerdictDigest, result.VerdictDigest.Text),
            new(CanaryOutputs.ChartFile, options.DryRun ? "" : options.ChartFile),
            new(CanaryOutputs.DetectableRatio, CanaryText.DetectableRatio(result) is { } ratio && double.IsFinite(ratio) ? ratio.ToString("0.###", CultureInfo.InvariantCulture) : ""),
            new(CanaryOutputs.TimeNeeded, CanaryText.Seconds(CanaryText.TimeNeeded(result))),
            new(CanaryOutputs.TimeToDetect, CanaryText.Seconds(result.TimeToDetect)),
            new(CanaryOutputs.TimeToRollback, CanaryText.Seconds(FollowUpPlan.TimeToRollback(result.FollowUps))),
            new(CanaryOutputs.MetricsFailed, string.Join('\n', CanaryText.Counting(result).Where(m => m.Verdict == CanaryVerdict.Fail).Select(m => m.Name))),
        ];
    }
}
