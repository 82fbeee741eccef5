using PipelineKit.Actions;
using PipelineKit.CanaryVerify;
using PipelineKit.Ci;
using PipelineKit.Cli.Manifests;
using PipelineKit.Cli.Sbom;
using PipelineKit.Cli.Template;
using PipelineKit.Demo;
using PipelineKit.DigestPin;
using PipelineKit.Drift;
using PipelineKit.Locking;
using PipelineKit.Promote;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Render;
using PipelineKit.Report;
using PipelineKit.Rollback;
using PipelineKit.ScanGate;
using PipelineKit.Sign;
using PipelineKit.Verify;

namespace PipelineKit.Cli;

/// <summary>Every command of the program.</summary>
internal static class Catalog
{
    /// <summary>The commands that are actions and tasks, in the order people meet them.</summary>
    public static ActionCatalog Published { get; } = new([
        DigestPinAction.Definition, ScanGateAction.Definition, SignAction.Definition, VerifyAction.Definition, PromoteAction.For(RenderAsync), RollbackAction.For(RenderAsync),
        RenderAction.Definition, CanaryVerifyAction.For(RenderAsync), DriftAction.Definition, ReportAction.Definition,
    ]);

    /// <summary>Those, and the commands of the command line alone.</summary>
    /// <param name="stage">What the demo runs on.</param>
    public static IReadOnlyList<ActionDefinition> All(Func<DemoStage> stage) =>
        [.. Published.Actions, DemoAction.For(stage), SbomCommand.Definition, TemplateCommand.Definition, ManifestsCommand.For(Published)];

    // No command knows another: what promotes is given what renders.
    private static async Task<IReadOnlyList<FileChange>> RenderAsync(string environment, ImageLock locked, ReadBranchFiles read, CommandContext context, CancellationToken cancellation)
    {
        var place = ConfigurationPlace.Of(context.Inputs.Get(CommonInputs.Config), context.WorkingDirectory, context.Ci.Workspace, context.Inputs.IsGiven(CommonInputs.Config));
        var configuration = await ConfigurationFile.ReadAsync(place, RenderAction.Definition, Published, cancellation);
        return await RenderEntry.RunAsync(environment, locked, read, configuration, context, cancellation);
    }
}
