using PipelineKit.Actions;
using PipelineKit.Promotion;

namespace PipelineKit.Rollback;

/// <summary>The inputs and outputs of rollback.</summary>
public static class RollbackAction
{
    internal static readonly Input<string> Environment = new("environment", InputShape.Text, "The environment to go back in, by its name in `promotion` of pipelinekit.yaml.", text => text.Trim()) { Required = true };

    internal static readonly Input<string> Digest = Inputs.Text("digest", "What to go back to: a digest that was in the environment. Default: the last one that was good before.");

    internal static readonly Input<bool> Rehearse = Inputs.Flag("rehearse", "Prove that one could go back (image complete, gates, manifests, times) and change nothing.");

    internal static readonly Input<string> DetectedAt = Inputs.Text("detected-at", "When somebody (or an alert) noticed that the image is bad, as in `2026-11-21T08:00:00Z`; for `report`.");

    internal static readonly Output DetectSeconds = new("detect-seconds", "Seconds from the arrival of the image that is left until `detected-at`; empty without it.");

    internal static readonly Output DecideSeconds = new("decide-seconds", "Seconds from `detected-at` until this run began; empty without it.");

    internal static readonly Output DoneSeconds = new("done-seconds", "Seconds from the beginning of this run until the tag was moved and the ledger said so.");

    /// <summary>The definition everything users see is rendered from.</summary>
    /// <param name="render">Renders manifests.</param>
    public static ActionDefinition For(RenderTarget render) => new()
    {
        Name = "rollback",
        Title = "PipelineKit rollback",
        Summary = "Go back to the last good image of an environment, or a named one, on record; what is left is rejected until somebody clears it",
        Icon = "rotate-ccw",
        Inputs = [Environment, Digest, Rehearse, DetectedAt, .. PromotionInputs.Common],
        Outputs = [.. PromotionOutputs.All, DetectSeconds, DecideSeconds, DoneSeconds],
        Permissions = PromotionOutputs.Permissions,
        Run = async (context, cancellation) =>
        {
            var options = new RollbackOptionsParser(context).Parse();
            var result = await PromotionHandler.RunAsync(options, render, Environment, context, cancellation);
            var report = PromotionReport.From(result, options.Json);
            return report with
            {
                Outputs =
                [
                    .. report.Outputs,
                    new(DetectSeconds, PromotionReport.Seconds(result.Times?.Detect)),
                    new(DecideSeconds, PromotionReport.Seconds(result.Times?.Decide)),
                    new(DoneSeconds, PromotionReport.Seconds(result.Times?.Done)),
                ],
            };
        },
    };
}
