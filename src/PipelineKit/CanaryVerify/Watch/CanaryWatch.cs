using System.Globalization;
using PipelineKit.Canary;
using PipelineKit.Ci;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// Looks at a growing window until it is decided. Every look reads the window again from its start, and the judge decides on the whole of it, so that looking often makes nothing more likely. A look at
/// which the source cannot be asked is told and done again; the last word is then what was known before, which is never a pass.
/// </summary>
/// <param name="run">What is compared.</param>
/// <param name="context">The run.</param>
internal sealed class CanaryWatch(CanaryRun run, CommandContext context)
{
    // What comes from gaps in the data is believed when it stays: the first samples of a new pod take a while, and a scrape can fail.
    private const int SettledLooks = 3;
    private const int MostFailedInARow = 10;

    private readonly LookTimes _times = LookTimes.From(context.Time.GetUtcNow(), run);
    private (CanaryCase Case, CanaryDecision Decision)? _last;
    private int _looks;
    private int _failed;
    private int _failedInARow;
    private int _settled;

    /// <summary>Looks until it is decided, or the time is over.</summary>
    /// <exception cref="MetricSourceException">The source refused, or could not be asked even once.</exception>
    internal async Task<(CanaryCase Case, CanaryDecision Decision, LookCount Looks)> RunAsync(CancellationToken cancellation)
    {
        using var stage = context.Progress.Stage(_times.Title, _times.Count);
        MetricSourceException? failure = null;
        for (var look = 1; look <= _times.Count; look++)
        {
            await WaitAsync(_times.At(look), cancellation);
            failure = await LookAsync(_times.WindowAt(look), cancellation);
            stage.Advance(Told(look));
            if (IsOver())
            {
                break;
            }
        }

        return _last is { } last ? (last.Case, last.Decision, new LookCount(_looks, _failed, Note(failure))) : throw failure!;
    }

    private async Task<MetricSourceException?> LookAsync(TimeWindow window, CancellationToken cancellation)
    {
        _looks++;
        try
        {
            var judged = await run.LookAsync(window, cancellation);
            _last = (judged, CanaryJudge.Decide(judged));
            _failedInARow = 0;
            _settled = Settles(_last.Value.Decision) ? _settled + 1 : 0;
            return null;
        }
        catch (MetricSourceException e) when (e.Problem == MetricSourceProblem.Unavailable)
        {
            _failed++;
            _failedInARow++;
            context.Progress.Detail($"{e.SourceName}: {e.Message}");
            return e;
        }
    }

    private bool IsOver() =>
        _failedInARow >= MostFailedInARow
        || (_failedInARow == 0 && _last is { } last && (_settled >= SettledLooks || (last.Decision.Verdict != CanaryVerdict.Inconclusive && !Settles(last.Decision))));

    // A verdict that evidence gave stands at once; one that a gap in the data gave, or that no time can change, when it stays.
    private static bool Settles(CanaryDecision decision) =>
        decision.Verdict == CanaryVerdict.Inconclusive ? !decision.MayExtend : decision.Verdict == CanaryVerdict.Fail && decision.Reason.StartsWith("data.", StringComparison.Ordinal);

    private async Task WaitAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        var left = until - context.Time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, context.Time, cancellation);
        }
    }

    private string Told(int look)
    {
        var text = _last is { } last ? $"{CanaryWords.Of(last.Decision.Verdict)}: {last.Decision.Text}" : "the metrics could not be read yet";
        var told = string.Create(CultureInfo.InvariantCulture, $"Look {look} of at most {_times.Count}{(_failedInARow > 0 ? " (the metrics could not be read)" : "")}: {text}");
        context.Progress.Detail(told);
        return told;
    }

    private string Note(MetricSourceException? failure) => failure is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $"The metrics could not be read at the last {_failedInARow} looks ({failure.Message}); the verdict is that of the last look at which they could.");
}
