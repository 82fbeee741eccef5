using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>The registries and the Git server of a run, with what proves who we are to them.</summary>
internal sealed class RemoteSet : IDisposable
{
    private readonly RegistryTransport _transport;
    private readonly HttpMessageHandler _gitHandler;
    private readonly GitRefLister _git;

    private RemoteSet(RegistryTransport transport, RegistryMirrors mirrors, HttpMessageHandler gitHandler, GitRefLister git)
    {
        _transport = transport;
        _gitHandler = gitHandler;
        _git = git;
        Remotes = new Remotes(new ImageSources(transport, mirrors), git.ListAsync);
    }

    internal Remotes Remotes { get; }

    internal static RemoteSet Open(DigestPinOptions options, CommandContext context)
    {
        var transport = new RegistryTransport(new RegistryTransportOptions
        {
            Time = context.Time,
            PlainHttp = options.PlainHttp,
            MaximumConcurrency = options.Concurrency,
            PatienceForThrottling = options.Timeout,
            Detail = context.Progress.Detail,
            OnSecret = context.Mask,
        });
        var handler = GitRefLister.CreateHandler();
        var git = new GitRefLister(
            new GitRefListerOptions
            {
                Server = options.GitServer,
                Token = options.Token,
                Concurrency = options.Concurrency,
            },
            handler,
            context.Time);
        return new RemoteSet(transport, options.Mirrors, handler, git);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _transport.Dispose();
        _git.Dispose();
        _gitHandler.Dispose();
    }
}
