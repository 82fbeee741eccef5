using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>The registries and the Git server of a run, with what proves who we are to them.</summary>
internal sealed class RemoteSet : IDisposable
{
    private readonly RegistryTransport _transport;
    private readonly HttpMessageHandler _handler;
    private readonly GitRefLister _git;

    private RemoteSet(RegistryTransport transport, RegistryMirrors mirrors, HttpMessageHandler handler, GitRefLister git)
    {
        _transport = transport;
        _handler = handler;
        _git = git;
        Remotes = new Remotes(new ImageSources(transport, mirrors), git.ListAsync);
    }

    internal Remotes Remotes { get; }

    internal static RemoteSet Open(DigestPinOptions options, CommandContext context)
    {
        // Git servers and the sign-in services of clouds: small answers, no redirects followed.
        var handler = GitRefLister.CreateHandler();
        var environment = context.Environment;
        var docker = new DockerConfig(environment.Variables, environment.Home, new CredentialHelper(environment.Path, environment.Variables, context.Time));
        var transport = new RegistryTransport(new RegistryTransportOptions
        {
            Credentials = Credentials(options, context, docker, handler),
            PathCredentials = docker.FindAsync,
            Time = context.Time,
            PlainHttp = options.PlainHttp,
            MaximumConcurrency = options.Concurrency,
            PatienceForThrottling = options.Timeout,
            Detail = context.Progress.Detail,
            OnSecret = context.Mask,
        });
        var git = new GitRefLister(
            new GitRefListerOptions { Server = options.GitServer, Token = options.Token, Concurrency = options.Concurrency }, handler, context.Time);
        return new RemoteSet(transport, options.Mirrors, handler, git);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _transport.Dispose();
        _git.Dispose();
        _handler.Dispose();
    }

    // What the user names comes first, then docker's own configuration, then the token of the run, then the cloud the run is signed in to.
    private static FindCredential Credentials(DigestPinOptions options, CommandContext context, DockerConfig docker, HttpMessageHandler handler)
    {
        var token = options.Token is { Server.Host: "github.com" } job ? job.Token : null;
        var cloud = new CloudCredentials(new CloudClient(handler, context.Environment.Variables, context.Time, context.Mask));
        return new CredentialChain([options.RegistryCredentials.FindAsync, docker.FindAsync, new JobToken("pipelinekit", token).FindAsync, cloud.FindAsync]).FindAsync;
    }
}
