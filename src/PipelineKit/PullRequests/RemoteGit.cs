using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>
/// Git's commands that talk to a remote. Of the configuration, addresses, headers and certificates count (a checkout of the CI system keeps its token there); programs that the repository names
/// do not run. In a repository of the user's own, the user's credential helpers do.
/// </summary>
internal sealed class RemoteGit
{
    private const int Attempts = 3;
    private const int MaximumShown = 500;

    private static readonly string[] Settings =
    [
        "core.askPass=", "core.gitProxy=", "core.alternateRefsCommand=", "http.followRedirects=false", "push.gpgSign=false", "push.followTags=false", "push.recurseSubmodules=no",
        "push.pushOption=", "submodule.recurse=false", "fetch.prune=false", "fetch.writeCommitGraph=false", "maintenance.auto=false", "protocol.version=2",
    ];

    private static readonly string[] PassedOn =
        ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "SSH_AUTH_SOCK"];

    private readonly GitCommand _git;
    private readonly TimeProvider _time;

    internal RemoteGit(GitCommand git, RemoteAddress address, LocalGitOptions options, TimeProvider time)
    {
        _git = git.With([.. Settings, .. Trust(options)], [.. Variables(options), .. Token(address, options)]);
        _time = time;
        Address = address;
    }

    /// <summary>The remote.</summary>
    internal RemoteAddress Address { get; }

    /// <summary>Runs it, again when the remote does not answer.</summary>
    /// <exception cref="FailureException">PK0301 refused, PK0302 unavailable, PK0501 anything else.</exception>
    internal async Task<GitAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync(arguments, cancellation);
            if (answer.ExitCode == 0)
            {
                return answer;
            }

            var failure = FailureOf(arguments[0], answer);
            if (failure.Code != FailureCodes.RemoteUnavailable || attempt == Attempts)
            {
                throw new FailureException(failure);
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), _time, cancellation);
        }
    }

    /// <summary>Runs it once and takes any exit code.</summary>
    internal Task<GitAnswer> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) => _git.TryAsync(arguments, cancellation);

    /// <summary>What a command that failed means.</summary>
    internal Failure FailureOf(string command, GitAnswer answer)
    {
        var said = Address.Hide(answer.Error.Trim());
        said = said.Length <= MaximumShown ? said : said[..MaximumShown] + "...";
        var what = $"`git {command}` with {Address.Hide(Address.Url)} ended with {answer.ExitCode}: {(said.Length == 0 ? "no message" : said)}";
        return said switch
        {
            _ when HasAny(said, "Authentication failed", "could not read Username", "could not read Password", "Permission denied", "error: 401", "error: 403", "not granted", "denied to") =>
                new Failure(FailureCodes.RemoteRefused, what, "Give a `token` that may read and write the repository, or let the checkout keep its credentials (`persist-credentials`, `persistCredentials`)."),
            _ when HasAny(said, "not found", "does not appear to be a git repository", "error: 404") =>
                new Failure(FailureCodes.RemoteRefused, what, "Check the address; a private repository looks like a missing one to who may not see it."),
            _ when HasAny(said, "unable to access", "Could not resolve host", "Connection refused", "Connection timed out", "Connection reset", "early EOF", "hung up", "error: 429", "error: 5", "RPC failed") =>
                new Failure(FailureCodes.RemoteUnavailable, what),
            _ => new Failure(FailureCodes.UnusableRepository, what),
        };
    }

    private static bool HasAny(string text, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (text.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // A repository that may be anybody's names no helpers either.
    private static string[] Trust(LocalGitOptions options) => options.AcceptsOtherOwner ? ["credential.helper="] : [];

    private static IEnumerable<KeyValuePair<string, string?>> Variables(LocalGitOptions options)
    {
        yield return new("GIT_ALLOW_PROTOCOL", "file:http:https:ssh");
        yield return new("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        foreach (var name in PassedOn)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                yield return new(name, value);
            }
        }

        if (!options.AcceptsOtherOwner)
        {
            yield return new("GIT_CONFIG_NOSYSTEM", null);
            yield return new("GIT_CONFIG_GLOBAL", null);
        }
    }

    // By variables, which only Git sees; the first of the two forgets a header that the checkout left, as servers refuse two.
    private static IEnumerable<KeyValuePair<string, string?>> Token(RemoteAddress address, LocalGitOptions options)
    {
        var token = options.Token.Length > 0 ? options.Token
            : options.JobToken is { } job && address.Server is { } server && job.Server.IsSameServer(server.Address) ? job.Token
            : "";
        if (token.Length == 0 || address.Server is null)
        {
            return [];
        }

        var key = $"http.{address.Url}.extraHeader";
        var header = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("x-access-token:" + token));
        return [new("GIT_CONFIG_COUNT", "2"), new("GIT_CONFIG_KEY_0", key), new("GIT_CONFIG_VALUE_0", ""), new("GIT_CONFIG_KEY_1", key), new("GIT_CONFIG_VALUE_1", header)];
    }
}
