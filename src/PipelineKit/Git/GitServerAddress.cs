using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PipelineKit.Git;

/// <summary>Where a Git server is: an HTTPS address, perhaps with a path in front of the repositories. Plain HTTP is for loopback only.</summary>
public sealed record GitServerAddress
{
    private GitServerAddress(Uri address) => Address = address;

    /// <summary>The address, ending in <c>/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Host, and port where it is not the usual one: for messages.</summary>
    public string Host => Address.Authority;

    /// <summary>Reads an address; on failure <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GitServerAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = Uri.TryCreate(text, UriKind.Absolute, out var uri) ? Problem(uri) : "it is not an address such as https://github.com";
        if (problem is null)
        {
            address = new GitServerAddress(new Uri(uri!.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"));
        }

        return problem is null;
    }

    /// <summary>Whether another address has the same scheme, host and port: only then may it be redirected to, or get the same token.</summary>
    public bool IsSameServer(Uri other) =>
        other.Scheme == Address.Scheme && other.Port == Address.Port && string.Equals(other.IdnHost, Address.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override string ToString() => Address.ToString();

    private static string? Problem(Uri uri) =>
        uri switch
        {
            { UserInfo.Length: > 0 } => "it has credentials in it; give a token instead",
            { Query.Length: > 0 } or { Fragment.Length: > 0 } => "it has a query or fragment",
            { Scheme: "https" } => null,
            { Scheme: "http" } when IsLoopback(uri) => null,
            { Scheme: "http" } => "plain HTTP is only for loopback addresses; use https",
            _ => "its scheme is not https",
        };

    // Not Uri.IsLoopback, which takes the machine's own name for loopback too.
    private static bool IsLoopback(Uri uri) =>
        uri.IdnHost == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>A token and the only server it may be sent to.</summary>
/// <param name="Server">The server that gave it.</param>
/// <param name="Token">The secret.</param>
public sealed record GitToken(GitServerAddress Server, string Token)
{
    /// <summary>The server; never the secret.</summary>
    public override string ToString() => $"token for {Server.Host}";
}
