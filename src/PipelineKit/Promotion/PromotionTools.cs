using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>What a run reaches.</summary>
/// <param name="Images">Registries.</param>
/// <param name="Layout">Opens the OCI layout in a folder (absolute).</param>
/// <param name="Host">The repository.</param>
/// <param name="Handler">Carries requests of services that are no registries.</param>
/// <param name="Render">Renders manifests.</param>
/// <param name="Context">The run.</param>
public sealed record PromotionTools(IImageStore Images, Func<string, IImageStore> Layout, IPullRequests Host, HttpMessageHandler Handler, RenderTarget Render, CommandContext Context)
{
    /// <summary>Opens the repository of an environment, or of a build.</summary>
    internal ImagePlace Place(string repository, string app) => EnvironmentPlace.Open(repository, app, Images, Layout, Context.WorkingDirectory);
}
