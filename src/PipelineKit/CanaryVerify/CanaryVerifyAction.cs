using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>The command canary-verify.</summary>
public static class CanaryVerifyAction
{
    /// <summary>The definition everything users see is rendered from.</summary>
    /// <param name="render">Renders manifests, for a rollback.</param>
    public static ActionDefinition For(RenderTarget render) => new()
    {
        Name = "canary-verify",
        Title = "PipelineKit canary-verify",
        Summary = "Decide from metrics whether a canary is as good as what runs now, valid however often one looks, and roll back when it is not",
        Icon = "activity",
        Inputs = [.. CanaryInputs.All, .. FollowUpPlan.Inputs.Where(i => CanaryInputs.All.All(own => own.Name != i.Name))],
        Outputs = CanaryOutputs.All,
        Permissions =
        [
            ("contents: read", "to read the settings; `write` with `on-fail: rollback` and for the ledger of `environment`"),
            ("packages: read", "`write` with `on-fail: rollback` and with `attest`"),
            ("pull-requests: write", "only with `on-fail: rollback`"),
            ("deployments: write", "only to tell the status of a deployment"),
            ("id-token: write", "only to sign without a key"),
        ],
        Words =
        [
            new CommandWord("check", CanaryInputs.Mode) { Value = "check" },
            new CommandWord("watch", CanaryInputs.Mode) { Value = "watch" },
            new CommandWord("plan", CanaryInputs.Mode) { Value = "plan" },
            new CommandWord("calibrate", CanaryInputs.Mode) { Value = "calibrate" },
            new CommandWord("replay", CanaryInputs.Replay),
            new CommandWord("judge", CanaryInputs.Pairs) { PrintsData = true },
        ],
        Run = (context, cancellation) => RunAsync(render, context, cancellation),
    };

    private static async Task<CommandReport> RunAsync(RenderTarget render, CommandContext context, CancellationToken cancellation)
    {
        if (context.Inputs.IsGiven(CanaryInputs.Pairs))
        {
            return await JudgePairs.RunAsync(context, cancellation);
        }

        if (context.Inputs.IsGiven(CanaryInputs.Replay))
        {
            return VerdictReplayReport.From(await VerdictReplay.RunAsync(VerdictReplayOptions.Parse(context), context, cancellation));
        }

        if (context.Inputs.Get(CanaryInputs.Mode) == CanaryMode.Plan)
        {
            return PlanReport.From(new CanaryVerifyOptionsParser(context).Parse());
        }

        var plan = FollowUpPlan.Parse(context, render);
        var options = new CanaryVerifyOptionsParser(context).Parse();
        var handler = new CanaryVerifyHandler(options, plan, context);
        return options.Mode == CanaryMode.Calibrate ? CalibrationReport.From(await handler.CalibrateAsync(cancellation)) : CanaryReport.From(await handler.RunAsync(cancellation));
    }
}
