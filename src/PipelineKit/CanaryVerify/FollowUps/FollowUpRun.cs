using System.Diagnostics.CodeAnalysis;
using PipelineKit.Ci;
using PipelineKit.Clusters;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Promotion;
using PipelineKit.Telemetry;

namespace PipelineKit.CanaryVerify;

/// <summary>Everything that follows one verdict, in order: what stops the harm, what goes on record, what takes it back, who is told.</summary>
internal sealed class FollowUpRun(FollowUpOptions options, RenderTarget render, CanaryOutcome outcome, CommandContext context)
{
    private static readonly TimeSpan MostForTelling = TimeSpan.FromMinutes(2);

    private readonly List<FollowUp> _done = [];
    private readonly TimeSpan? _detect = outcome.TimeToDetect ?? FollowUpPlan.TimeToDetect(outcome);

    internal async Task<IReadOnlyList<FollowUp>> RunAsync(CancellationToken cancellation)
    {
        using var handler = GitRefLister.CreateHandler();
        var caller = new ServiceCaller(handler, context.Time);
        using var environment = new SharedEnvironment(options.Environment, render, context);
        var acts = outcome.HasFailed ? options.OnFail : FailActions.None;

        // Traffic leaves the canary within seconds by this; all else takes longer.
        if (acts.HasFlag(FailActions.ArgoAbort))
        {
            await TryAsync("argo-abort", "Aborting the rollout", MostForTelling, AbortAsync, cancellation);
        }

        if (options.Environment is { } place)
        {
            await RecordAsync(environment, place, acts, cancellation);
        }

        var message = VerdictMessage.Write(outcome, _detect, _done, context.Ci);
        if (acts.HasFlag(FailActions.Webhook))
        {
            await TryAsync("webhook", "Sending the verdict", MostForTelling, c => WebhookCall.RunAsync(options.Webhook!, message, caller, c), cancellation);
        }

        if (acts.HasFlag(FailActions.Command))
        {
            await TryAsync("command", "Running the command", options.CommandTimeout + MostForTelling, c => VerdictCommand.RunAsync(options, outcome, message, context, c), cancellation);
        }

        await CheckAsync(cancellation);
        await TellAsync(caller, cancellation);
        return _done;
    }

    private async Task RecordAsync(SharedEnvironment environment, PromotionOptions place, FailActions acts, CancellationToken cancellation)
    {
        await TryAsync("ledger", "Recording the verdict", place.Timeout, async c => await CanaryLedger.RecordAsync(await environment.OpenAsync(c), outcome, _detect, rejects: acts != FailActions.None, c), cancellation);

        // Before a rollback tells the host of the image that is gone back to: the newest deployment is what a host shows.
        if (options.DeploymentStatus)
        {
            await TryAsync("deployment-status", "Telling the host", MostForTelling, async c => await DeploymentStatus.RunAsync(await environment.OpenAsync(c), outcome, c), cancellation);
        }

        if (acts.HasFlag(FailActions.Rollback))
        {
            await TryAsync("rollback", "Going back", place.Timeout, async c => await CanaryRollback.RunAsync(await environment.OpenAsync(c), outcome, c), cancellation);
        }
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        if (options.Check > TimeSpan.Zero && _done.Find(f => f is { Name: "rollback", Ok: true }) is { RolledBackTo: { } previous })
        {
            await TryAsync("rollback-check", "Looking whether the rollback has come through", options.Check + MostForTelling, c => new RollbackCheck(outcome, previous, options.Check, options.CheckInterval, context).RunAsync(c), cancellation);
        }
    }

    private async Task TellAsync(ServiceCaller caller, CancellationToken cancellation)
    {
        if (options.Grafana is { } grafana)
        {
            await TryAsync("annotation", "Annotating Grafana", MostForTelling, c => GrafanaAnnotation.RunAsync(grafana, outcome, _done, caller, c), cancellation);
        }

        if (options.Telemetry is { } telemetry)
        {
            await TryAsync("telemetry", "Sending metrics", MostForTelling, c => CanaryTelemetry.RunAsync(telemetry, outcome, _detect, _done, context, caller, c), cancellation);
        }
    }

    private async Task<FollowUp> AbortAsync(CancellationToken cancellation)
    {
        var target = options.Rollout!;
        var access = await ClusterConnection.FindAsync(target.Cluster, context, cancellation);
        using var handler = ClusterConnection.Handler(access);
        return await ArgoAbort.RunAsync(target, access, new ServiceCaller(handler, context.Time), cancellation);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What keeps one deed from being done must not keep the others from it; it is kept as its failure.")]
    private async Task TryAsync(string name, string title, TimeSpan limit, Func<CancellationToken, Task<FollowUp>> act, CancellationToken cancellation)
    {
        using var stage = context.Progress.Stage(title);
        var began = context.Time.GetTimestamp();
        try
        {
            var done = await TimeLimit.RunAsync(limit, context.Time, act, remedy: null, cancellation);
            _done.Add(done.Took > TimeSpan.Zero ? done : done with { Took = context.Time.GetElapsedTime(began) });
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var failure = FailureMap.From(e, cancelled: false)[0];
            _done.Add(new FollowUp(name, Ok: false, failure.What, failure) { Took = context.Time.GetElapsedTime(began) });
        }
    }
}
