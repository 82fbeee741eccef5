using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Images;

namespace PipelineKit.DigestPin;

/// <summary>The registries and the Git server of a run, with what proves who we are to them.</summary>
internal sealed class RemoteSet : IDisposable
{
    private readonly ImageAccess _access;
    private readonly GitRefLister _git;

    private RemoteSet(ImageAccess access, GitRefLister git)
    {
        _access = access;
        _git = git;
        Remotes = new Remotes(access.Images, git.ListAsync);
    }

    internal Remotes Remotes { get; }

    internal static RemoteSet Open(DigestPinOptions options, CommandContext context)
    {
        var access = ImageAccess.Open(
            new RegistrySettings
            {
                Credentials = options.RegistryCredentials,
                Mirrors = options.Mirrors,
                PlainHttp = options.PlainHttp,
                Concurrency = options.Concurrency,
                Timeout = options.Timeout,
                GitHubToken = options.Token is { Server.Host: "github.com" } job ? job.Token : null,
            },
            context);
        var git = new GitRefLister(
            new GitRefListerOptions { Server = options.GitServer, Token = options.Token, Concurrency = options.Concurrency }, access.Handler, context.Time);
        return new RemoteSet(access, git);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _git.Dispose();
        _access.Dispose();
    }
}
