using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.CanaryVerify;

/// <summary>The environment a canary runs in: its settings, its ledger, and what a rollback reaches.</summary>
internal sealed class EnvironmentAccess : IDisposable
{
    private readonly ImageAccess _images;

    private EnvironmentAccess(PromotionRequest request, PromotionTools tools, ImageAccess images)
    {
        (Request, Tools, _images) = (request, tools, images);
        Ledger = new LedgerStore(tools.Host, request.Settings.Ledger.Branch, request.Settings.Ledger.Folder, request.Author, tools.Context.Time);
    }

    /// <summary>What a rollback of it asks for.</summary>
    internal PromotionRequest Request { get; }

    /// <summary>What it reaches.</summary>
    internal PromotionTools Tools { get; }

    /// <summary>The ledgers.</summary>
    internal LedgerStore Ledger { get; }

    /// <summary>Its name.</summary>
    internal string Name => Request.To.Name;

    /// <summary>Opens it.</summary>
    /// <exception cref="FailureException">There is no such environment, or its settings are wrong.</exception>
    internal static async Task<EnvironmentAccess> OpenAsync(PromotionOptions options, RenderTarget render, CommandContext context, CancellationToken cancellation)
    {
        var settings = await PromotionSettingsFile.ReadAsync(context, cancellation);
        var to = EnvironmentChoice.Of(settings, [options.Environment])[0];
        var images = ImageAccess.Open(options.Registry, context);
        try
        {
            var host = PullRequestHosts.Open(options.Host, images.Handler, context);
            return new EnvironmentAccess(options.Request(settings, to), new PromotionTools(images.Images, static path => new OciLayout(path), host, images.Handler, render, context), images);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>What its ledger says.</summary>
    internal async Task<(Ledger Ledger, EnvironmentHistory History)> ReadAsync(CancellationToken cancellation)
    {
        var ledger = (await Ledger.ReadAsync([Name], cancellation)).Ledgers[Name];
        return (ledger, EnvironmentHistory.Of(ledger));
    }

    /// <inheritdoc />
    public void Dispose() => _images.Dispose();
}

/// <summary>Opens the environment for the first that needs it.</summary>
internal sealed class SharedEnvironment(PromotionOptions? options, RenderTarget render, CommandContext context) : IDisposable
{
    private EnvironmentAccess? _access;

    internal async Task<EnvironmentAccess> OpenAsync(CancellationToken cancellation) => _access ??= await EnvironmentAccess.OpenAsync(options!, render, context, cancellation);

    /// <inheritdoc />
    public void Dispose() => _access?.Dispose();
}
