using PipelineKit.Actions;
using PipelineKit.CanaryVerify;
using PipelineKit.Cli.Manifests;
using PipelineKit.Cli.Sbom;
using PipelineKit.Cli.Template;
using PipelineKit.Demo;
using PipelineKit.DigestPin;
using PipelineKit.Render;
using PipelineKit.ScanGate;
using PipelineKit.Sign;
using PipelineKit.Verify;

namespace PipelineKit.Cli;

/// <summary>Every command of the program.</summary>
internal static class Catalog
{
    /// <summary>The commands that are actions and tasks, in the order people meet them.</summary>
    public static ActionCatalog Published { get; } = new([DigestPinAction.Definition, ScanGateAction.Definition, SignAction.Definition, VerifyAction.Definition, RenderAction.Definition]);

    /// <summary>Those, and the commands of the command line alone.</summary>
    /// <param name="stage">What the demo runs on.</param>
    public static IReadOnlyList<ActionDefinition> All(Func<DemoStage> stage) =>
        [.. Published.Actions, DemoAction.For(stage), SbomCommand.Definition, CanaryJudgeAction.Definition, TemplateCommand.Definition, ManifestsCommand.For(Published)];
}
