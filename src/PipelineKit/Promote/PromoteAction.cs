using PipelineKit.Actions;
using PipelineKit.Promotion;

namespace PipelineKit.Promote;

/// <summary>The inputs and outputs of promote.</summary>
public static class PromoteAction
{
    internal static readonly Input<string> To = new("to", InputShape.Text, "The environment that gets the image, by its name in `promotion` of pipelinekit.yaml.", text => text.Trim()) { Required = true };

    internal static readonly Input<string> Image = Inputs.Text(
        "image", "The image: `registry/repository@sha256:...` or `oci:PATH[:NAME]`. Default: what is in the environment before.");

    internal static readonly Input<string> Digest = Inputs.Text("digest", "The digest of the image, in the environment before (or in `from-repository`).");

    internal static readonly Input<bool> Resolve = Inputs.Flag("resolve", "Take a tag in `image` too: it is looked up once, and its digest is used throughout.");

    internal static readonly Input<string> FromRepository = Inputs.Text(
        "from-repository", "Where a build is before its first environment: `registry/repository` or `oci:FOLDER`. Default: the repository of that environment.");

    internal static readonly Input<bool> ClearRejection = Inputs.Flag("clear-rejection", "Take back that the image was rejected (it was rolled back, or failed a canary). Needs `reason`.");

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Judge all gates and say what each step would do; change nothing.");

    /// <summary>The definition everything users see is rendered from.</summary>
    /// <param name="render">Renders manifests.</param>
    public static ActionDefinition For(RenderTarget render) => new()
    {
        Name = "promote",
        Title = "PipelineKit promote",
        Summary = "Move the same image digest to the next environment once its gates hold, on record, with the pull request that deploys it",
        Icon = "chevrons-right",
        Inputs = [To, Image, Digest, Resolve, FromRepository, ClearRejection, DryRun, .. PromotionInputs.Common],
        Outputs = PromotionOutputs.All,
        Permissions = PromotionOutputs.Permissions,
        Run = async (context, cancellation) =>
        {
            var options = new PromoteOptionsParser(context).Parse();
            return PromotionReport.From(await PromotionHandler.RunAsync(options, render, To, context, cancellation), options.Json);
        },
    };
}
