using System.Buffers;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests;

/// <summary>Where a remote is: an address that Git takes as one, and as nothing else (no option, no command, no helper).</summary>
internal sealed class RemoteAddress
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@");
    private readonly string _secret;

    private RemoteAddress(string url, GitServerAddress? server, string secret)
    {
        Url = url;
        Server = server;
        _secret = secret;
    }

    /// <summary>What Git is given; may have a password in it, when the configuration of the repository has.</summary>
    internal string Url { get; }

    /// <summary>The server, where it is one of HTTP and may be given a token; else null.</summary>
    internal GitServerAddress? Server { get; }

    /// <summary>A message of Git's, or the address itself, without the password.</summary>
    internal string Hide(string text) => _secret.Length == 0 ? text : text.Replace(_secret, "***", StringComparison.Ordinal);

    /// <summary>Finds the address: as it is given, or that of the remote of this name.</summary>
    /// <exception cref="FailureException">PK0102 for what may not be one.</exception>
    internal static async Task<RemoteAddress> FindAsync(GitCommand git, string remote, CancellationToken cancellation)
    {
        if (remote.AsSpan().ContainsAny(':', '/', '\\'))
        {
            var given = Parse(remote) ?? throw Bad($"`{remote}` is no address of a Git repository that is used");
            return given._secret.Length == 0 ? given : throw Bad("the address of the remote has a password in it; give it as `token`");
        }

        if (!GitNames.IsRef(remote))
        {
            throw Bad($"`{remote}` cannot be the name of a remote");
        }

        var answer = await git.TryAsync(["config", "--get", $"remote.{remote}.url"], cancellation);
        return answer.ExitCode != 0
            ? throw Bad($"the repository has no remote `{remote}`")
            : Parse(answer.Text) ?? throw Bad($"the address of the remote `{remote}` is none that is used");
    }

    /// <summary>Reads an address; null when it is none of those that are allowed.</summary>
    internal static RemoteAddress? Parse(string text)
    {
        if (text.Length == 0 || text[0] == '-' || text.Any(char.IsControl))
        {
            return null;
        }

        if (Path.IsPathFullyQualified(text))
        {
            return new RemoteAddress(text, server: null, secret: "");
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return IsScp(text) ? new RemoteAddress(text, server: null, secret: "") : null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.StartsWith('-') || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        return uri.Scheme switch
        {
            "ssh" when uri.Host.Length > 0 => new RemoteAddress(text, server: null, Password(uri)),
            "file" when uri.Host.Length == 0 => new RemoteAddress(text, server: null, secret: ""),
            "https" or "http" when GitServerAddress.TryParse(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority, out var server, out _) => new RemoteAddress(text, server, Password(uri)),
            _ => null,
        };
    }

    private static string Password(Uri uri) =>
        uri.UserInfo.IndexOf(':', StringComparison.Ordinal) is > -1 and var colon ? uri.UserInfo[(colon + 1)..] : "";

    // user@host:path; a helper of Git's would be named by two colons.
    private static bool IsScp(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1 || text[colon + 1] is ':' or '-')
        {
            return false;
        }

        var place = text.AsSpan(0, colon);
        var host = place[(place.IndexOf('@') + 1)..];
        return !host.IsEmpty && host[0] != '-' && !place.ContainsAnyExcept(PlainCharacters);
    }

    private static FailureException Bad(string what) => new(new Failure(
        FailureCodes.BadInputValue, what,
        "Give the name of a remote such as `origin`, or its address: `https://HOST/PATH`, `ssh://USER@HOST/PATH`, `USER@HOST:PATH` or an absolute path; no user or password in it."));
}
