using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Charts;
using PipelineKit.Ci;
using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.CanaryVerify;

/// <summary>Read the metrics of both arms, decide, write the verdict down, do what follows.</summary>
/// <param name="options">The inputs.</param>
/// <param name="plan">What follows a verdict.</param>
/// <param name="context">The run.</param>
internal sealed class CanaryVerifyHandler(CanaryVerifyOptions options, FollowUpPlan plan, CommandContext context)
{
    internal async Task<CanaryVerifyResult> RunAsync(CancellationToken cancellation)
    {
        using var opened = await OpenAsync(cancellation);
        var waits = options.Mode == CanaryMode.Watch ? options.WarmUp + options.MaximumTime : TimeSpan.Zero;
        var result = await TimeLimit.RunAsync(options.Timeout + waits, context.Time, within => DecideAsync(opened.Source, within), remedy: null, cancellation);
        if (options.DryRun)
        {
            return result;
        }

        // What follows has the whole time again: a rollback that is under way is not to be cut off because deciding took long.
        return await Limited(within => FollowAsync(result, within), cancellation);
    }

    /// <summary>Judges windows before, the baseline against itself.</summary>
    internal async Task<CalibrationResult> CalibrateAsync(CancellationToken cancellation)
    {
        using var opened = await OpenAsync(cancellation);
        return await Limited(async within => await new CanaryCalibration(await BuildAsync(opened.Source, within), context).RunAsync(within), cancellation);
    }

    private Task<OpenedSource> OpenAsync(CancellationToken cancellation) => Limited(within => MetricSources.OpenAsync(options.Metrics, context, within), cancellation);

    private Task<T> Limited<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellation) => TimeLimit.RunAsync(options.Timeout, context.Time, run, remedy: null, cancellation);

    private async Task<CanaryVerifyResult> DecideAsync(IMetricSource source, CancellationToken cancellation)
    {
        var run = await BuildAsync(source, cancellation);
        var (judged, decision, looks) = options.Mode == CanaryMode.Watch ? await new CanaryWatch(run, context).RunAsync(cancellation) : await CheckAsync(run, cancellation);
        var window = judged.Metrics[0].Window;
        var document = new VerdictDocument
        {
            Version = Product.Version,
            DecidedAt = WholeSeconds(context.Time.GetUtcNow()),
            Service = options.Service,
            Environment = options.Environment,
            Source = source.Name,
            Scopes = run.Scopes,
            Window = window,
            Case = judged,
        };
        var bytes = VerdictWriter.Write(document, decision);
        var result = new CanaryVerifyResult { Run = run, Document = document, Decision = decision, Looks = looks, VerdictDigest = Digest.Sha256(bytes) };

        // Who asks about a window of long ago did not need all the time since then to find out.
        var asked = Outcome(result) with { DecidedAt = options.End is null ? document.DecidedAt : window.End };
        result = result with { TimeToDetect = FollowUpPlan.TimeToDetect(asked) };
        await WriteAsync(result, bytes, cancellation);
        return result;
    }

    // What would keep a rollback from being done is found before anything is waited for.
    private async Task<CanaryRun> BuildAsync(IMetricSource source, CancellationToken cancellation)
    {
        var changesNothing = options.DryRun || options.Mode == CanaryMode.Calibrate;
        var history = changesNothing && options.Baseline is not null ? null : await plan.PrepareAsync(context, cancellation);
        return await new CanaryRunBuilder(options, context).BuildAsync(source, history, cancellation);
    }

    private async Task<(CanaryCase Case, CanaryDecision Decision, LookCount Looks)> CheckAsync(CanaryRun run, CancellationToken cancellation)
    {
        using var stage = context.Progress.Stage("Reading metrics", run.Metrics.Count);
        var judged = await run.LookAsync(run.WindowUntil(options.End ?? context.Time.GetUtcNow()), cancellation);
        foreach (var metric in run.Metrics)
        {
            stage.Advance(metric.Name);
        }

        return (judged, CanaryJudge.Decide(judged), new LookCount(1, 0, ""));
    }

    private async Task WriteAsync(CanaryVerifyResult result, byte[] verdict, CancellationToken cancellation)
    {
        if (options.DryRun)
        {
            return;
        }

        if (options.VerdictFile.Length > 0)
        {
            await AtomicFile.WriteAsync(context.WorkingDirectory, options.VerdictFile, verdict, cancellation);
        }

        if (options.ChartFile.Length > 0)
        {
            await AtomicFile.WriteAsync(context.WorkingDirectory, options.ChartFile, System.Text.Encoding.UTF8.GetBytes(SvgChart.Write(CanaryChart.Of(result))), cancellation);
        }
    }

    private async Task<CanaryVerifyResult> FollowAsync(CanaryVerifyResult result, CancellationToken cancellation)
    {
        // A rollback is not kept waiting by a signing service, nor undone by one that refuses.
        var followed = result with { FollowUps = await plan.RunAsync(Outcome(result), context, cancellation) };
        if (options.Signing is null || result.Decision.Verdict != CanaryVerdict.Pass)
        {
            return followed;
        }

        return followed with { Attested = await VerdictAttester.AttestAsync(followed, options.Signing, context, cancellation) };
    }

    private static CanaryOutcome Outcome(CanaryVerifyResult result) => new()
    {
        Decision = result.Decision,
        Scopes = result.Run.Scopes,
        Window = result.Document.Window,
        DecidedAt = result.Document.DecidedAt,
        Service = result.Options.Service,
        Environment = result.Options.Environment,
        VerdictDigest = result.Options.VerdictFile.Length > 0 ? result.VerdictDigest : null,
        Source = result.Run.Source,
        Metrics = result.Run.Metrics,
        Data = result.Document.Case.Metrics,
        Slo = result.Run.Policy.Slo,
    };

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
