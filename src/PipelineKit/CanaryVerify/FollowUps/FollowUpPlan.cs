using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>What is done about verdicts: the inputs, and the doing. Everything that was asked for is tried; what fails is told and does not keep the rest from being done.</summary>
internal sealed class FollowUpPlan
{
    private readonly FollowUpOptions _options;
    private readonly RenderTarget _render;

    private FollowUpPlan(FollowUpOptions options, RenderTarget render) => (_options, _render) = (options, render);

    /// <summary>The inputs of it.</summary>
    internal static IReadOnlyList<Input> Inputs => FollowUpInputs.All;

    /// <summary>Reads them; every problem goes to the reader.</summary>
    /// <param name="context">The run.</param>
    /// <param name="render">Renders manifests, for a rollback.</param>
    internal static FollowUpPlan Parse(CommandContext context, RenderTarget render) => new(new FollowUpOptionsParser(context).Parse(), render);

    /// <summary>Finds out before a canary is watched what would keep its rollback from being done: settings, the environment's name, the ledger.</summary>
    /// <returns>What the environment had; null without an environment.</returns>
    /// <exception cref="FailureException">What is wrong.</exception>
    internal async Task<EnvironmentHistory?> PrepareAsync(CommandContext context, CancellationToken cancellation)
    {
        if (_options.Environment is not { } environment)
        {
            return null;
        }

        using var access = await EnvironmentAccess.OpenAsync(environment, _render, context, cancellation);
        var history = (await access.ReadAsync(cancellation)).History;
        return history.Current is not null || !_options.OnFail.HasFlag(FailActions.Rollback)
            ? history
            : throw new FailureException(new Failure(
                FailureCodes.NothingToRollBackTo, $"The ledger of `{access.Name}` has no image on record, so a canary that fails could not be taken back.",
                "Bring images there with `promote`, or leave `rollback` out of `on-fail`.", SourcePlace.OfInput(FollowUpInputs.Environment.Name)));
    }

    /// <summary>Does it.</summary>
    /// <param name="outcome">The verdict.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was done, in order; failures are in it.</returns>
    internal Task<IReadOnlyList<FollowUp>> RunAsync(CanaryOutcome outcome, CommandContext context, CancellationToken cancellation) =>
        new FollowUpRun(_options, _render, outcome, context).RunAsync(cancellation);

    /// <summary>From the first bad step of the window to the verdict; null when the canary did not fail, or nothing tells since when it was bad.</summary>
    internal static TimeSpan? TimeToDetect(CanaryOutcome outcome)
    {
        if (!outcome.HasFailed || FirstBadStep.Of(outcome) is not { } step)
        {
            return null;
        }

        var seen = outcome.DecidedAt - (outcome.Window.Start + (outcome.Window.Step * step));
        return seen > TimeSpan.Zero ? seen : TimeSpan.Zero;
    }

    /// <summary>From the verdict until the rollback was done, and seen to be done where that was looked for; null without a rollback that worked.</summary>
    internal static TimeSpan? TimeToRollback(IReadOnlyList<FollowUp> done) =>
        done.FirstOrDefault(f => f is { Name: "rollback", Ok: true }) is { } rollback ? rollback.Took + (done.FirstOrDefault(f => f is { Name: "rollback-check", Ok: true })?.Took ?? TimeSpan.Zero) : null;

    /// <summary>What the process exits with: a failed deed is never 0, a failed telling changes nothing.</summary>
    /// <param name="verdict">What the verdict alone would exit with.</param>
    /// <param name="done">What followed.</param>
    internal static ExitCode Exit(ExitCode verdict, IReadOnlyList<FollowUp> done)
    {
        var failed = done.Where(f => f is { Ok: false, IsTelling: false }).Select(f => f.Failure?.Code.Exit ?? ExitCode.GateSaidNo).ToList();
        return failed.Count == 0 ? verdict : FailureCodes.Gravest(verdict == ExitCode.Ok ? failed : [.. failed, verdict]);
    }
}
