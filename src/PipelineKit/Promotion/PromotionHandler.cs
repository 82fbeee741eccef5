using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>Opens what a run reaches, and runs it.</summary>
internal static class PromotionHandler
{
    /// <summary>Runs within the time given.</summary>
    internal static Task<PromotionResult> RunAsync(PromotionOptions options, RenderTarget render, Input<string> environment, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(
            options.Timeout, context.Time, within => OpenAsync(options, render, environment, context, within), "Run it again: it goes on where it stopped. Raise `timeout` for large images.", cancellation);

    private static async Task<PromotionResult> OpenAsync(PromotionOptions options, RenderTarget render, Input<string> environment, CommandContext context, CancellationToken cancellation)
    {
        var settings = await PromotionSettingsFile.ReadAsync(context, cancellation);
        var to = settings.Find(options.Environment) ?? throw new FailureException(new Failure(
            FailureCodes.BadInputValue,
            $"There is no environment `{options.Environment}`.", $"Name one of {string.Join(", ", settings.Environments.Select(e => e.Name))}.", SourcePlace.OfInput(environment.Name)));
        using var access = ImageAccess.Open(options.Registry, context);
        var host = PullRequestHosts.Open(options.Host, access.Handler, context);
        var tools = new PromotionTools(access.Images, static path => new OciLayout(path), host, access.Handler, render, context);
        return await new PromotionRun(options.Request(settings, to), tools).RunAsync(cancellation);
    }
}
