using System.Net;
using PipelineKit.Failures;

namespace PipelineKit.Git;

/// <summary>How a <see cref="GitRefLister"/> goes about it.</summary>
public sealed record GitRefListerOptions
{
    /// <summary>The server that has the repositories.</summary>
    public required GitServerAddress Server { get; init; }

    /// <summary>A token; it is used only when its server is <see cref="Server"/>.</summary>
    public GitToken? Token { get; init; }

    /// <summary>Repositories asked at the same time.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Requests per question, the first included, while the server fails or throttles.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>How long one request may take, answer included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait between two attempts, whatever the server asks for.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// Lists tags and branches of repositories over Git's smart HTTP protocol: one request per repository (<c>ls-refs</c> of protocol v2, tags peeled by the
/// server), a second one where the server speaks only the older protocol. No API, no quota, and no token for what is public.
/// </summary>
public sealed class GitRefLister : IDisposable
{
    private readonly GitRefListerOptions _options;
    private readonly GitHttp _http;
    private readonly SemaphoreSlim _slots;

    /// <summary>Asks through this handler, which must not follow redirects by itself; see <see cref="CreateHandler"/>.</summary>
    public GitRefLister(GitRefListerOptions options, HttpMessageHandler handler, TimeProvider time)
    {
        _options = options;
        _http = new GitHttp(options, handler, time);
        _slots = new SemaphoreSlim(options.Concurrency);
    }

    /// <summary>A handler for the network: no redirects by itself, no cookies.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = 64,
    };

    /// <summary>Lists one repository.</summary>
    /// <param name="repository"><c>owner/name</c>.</param>
    /// <param name="cancellation">Stops waiting and asking.</param>
    /// <exception cref="GitServerException">Refused, unavailable after the retries, or out of protocol.</exception>
    public async Task<GitRefList> ListAsync(string repository, CancellationToken cancellation)
    {
        if (!GitNames.IsRepository(repository))
        {
            throw new GitServerException(FailureCodes.RemoteRefused, repository, $"`{repository}` is not the name of a repository (owner/name)");
        }

        await _slots.WaitAsync(cancellation);
        try
        {
            var address = new Uri(_options.Server.Address, $"{repository}.git/");
            var refs = await _http.AskAsync(repository, new Uri(address, "git-upload-pack"), HttpMethod.Post, LsRefs.ReadAnswerAsync, cancellation)
                ?? await _http.AskAsync(
                    repository,
                    new Uri(address, "info/refs?service=git-upload-pack"),
                    HttpMethod.Get,
                    async (s, c) => await LsRefs.ReadAdvertisementAsync(s, c),
                    cancellation)
                ?? throw new GitServerException(
                    FailureCodes.RemoteProtocol, repository, $"{_options.Server.Host} does not answer as a Git server does when asked for `{repository}`");
            return new GitRefList(repository, refs);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }
}
