using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>The registries and layouts of a run, with what proves who we are to them, and a way to ask other services.</summary>
public sealed class ImageAccess : IDisposable
{
    private readonly RegistryTransport _transport;

    private ImageAccess(RegistryTransport transport, RegistryMirrors mirrors, HttpMessageHandler handler)
    {
        _transport = transport;
        Handler = handler;
        Images = new ImageSources(transport, mirrors);
    }

    /// <summary>Where images are.</summary>
    public ImageSources Images { get; }

    /// <summary>For services that are no registries and that the user named: small answers, no redirects followed, no cookies.</summary>
    public HttpMessageHandler Handler { get; }

    /// <summary>Opens it; nothing is asked yet.</summary>
    public static ImageAccess Open(RegistrySettings settings, CommandContext context)
    {
        var handler = GitRefLister.CreateHandler();
        var environment = context.Environment;
        var docker = new DockerConfig(environment.Variables, environment.Home, new CredentialHelper(environment.Path, environment.Variables, context.Time));

        // What the user names comes first, then docker's own configuration, then the token of the run, then the cloud the run is signed in to.
        var cloud = new CloudCredentials(new CloudClient(handler, environment.Variables, context.Time, context.Mask));
        var chain = new CredentialChain([settings.Credentials.FindAsync, docker.FindAsync, new JobToken("pipelinekit", settings.GitHubToken).FindAsync, cloud.FindAsync]);
        var transport = new RegistryTransport(new RegistryTransportOptions
        {
            Credentials = chain.FindAsync,
            PathCredentials = docker.FindAsync,
            Time = context.Time,
            PlainHttp = settings.PlainHttp,
            MaximumConcurrency = settings.Concurrency,
            PatienceForThrottling = settings.Timeout,
            Detail = context.Progress.Detail,
            OnSecret = context.Mask,
        });
        return new ImageAccess(transport, settings.Mirrors, handler);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _transport.Dispose();
        Handler.Dispose();
    }
}
