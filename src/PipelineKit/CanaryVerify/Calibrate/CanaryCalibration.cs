using PipelineKit.Canary;
using PipelineKit.Ci;

namespace PipelineKit.CanaryVerify;

/// <summary>How a configuration did on windows in which the baseline was compared with itself.</summary>
internal sealed record CalibrationResult
{
    /// <summary>What was compared.</summary>
    public required CanaryRun Run { get; init; }

    /// <summary>What was decided about each window, newest first.</summary>
    public required IReadOnlyList<CanaryDecision> Decisions { get; init; }

    /// <summary>Windows about which gaps in the data decided; they tell nothing.</summary>
    internal int Unusable => Decisions.Count(IsGap);

    /// <summary>Windows that were judged.</summary>
    internal int Judged => Decisions.Count - Unusable;

    /// <summary>False alarms.</summary>
    internal int Failed => Decisions.Count(d => !IsGap(d) && d.Verdict == CanaryVerdict.Fail);

    /// <summary>Windows that passed.</summary>
    internal int Passed => Decisions.Count(d => d.Verdict == CanaryVerdict.Pass);

    /// <summary>The probability of a false alarm, as far as these windows tell.</summary>
    internal BinomialInterval Interval => Judged > 0 ? BinomialInterval.Of(Failed, Judged) : new BinomialInterval(0, 1);

    private static bool IsGap(CanaryDecision decision) => decision.Reason.StartsWith("data.", StringComparison.Ordinal);
}

/// <summary>
/// Decides on windows before, the baseline against itself: half of its pods against the other half where a metric can be split so, otherwise each window against the one before it, which also
/// counts what changed in between. Whatever fails is a false alarm.
/// </summary>
/// <param name="run">What is compared; the canary is not looked at.</param>
/// <param name="context">The run.</param>
internal sealed class CanaryCalibration(CanaryRun run, CommandContext context)
{
    internal async Task<CalibrationResult> RunAsync(CancellationToken cancellation)
    {
        var window = run.WindowUntil(run.Options.End ?? context.Time.GetUtcNow());
        var decisions = new List<CanaryDecision>(run.Options.CalibrationWindows);
        using var stage = context.Progress.Stage("Judging windows before", run.Options.CalibrationWindows);
        while (decisions.Count < run.Options.CalibrationWindows)
        {
            var data = await MetricCollector.CollectBaselineAsync(run.Source, run.Metrics, run.Scopes.Baseline, window, new MetricHistory(run.History.Windows, run.Policy.Steps), cancellation);
            decisions.Add(CanaryJudge.Decide(new CanaryCase(run.Policy, data)));
            stage.Advance(VerdictNumbers.Text(window.End));
            window = window with { Start = window.Start - (window.Step * window.Count) };
        }

        return new CalibrationResult { Run = run, Decisions = decisions };
    }
}
