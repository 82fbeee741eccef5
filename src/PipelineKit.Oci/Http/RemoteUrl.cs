using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>
/// Reads a URL that a remote named (a realm, a redirect). Only what every reader understands the same way is accepted, because a guard that
/// reads a host differently than the connection does is no guard:
/// <list type="number">
/// <item>at most 8192 printable ASCII characters, no space, no backslash;</item>
/// <item>absolute, <c>https</c> or <c>http</c>;</item>
/// <item>no user information;</item>
/// <item>a host in its canonical spelling: no IDN dots or other non-ASCII characters, no percent signs, no shortened, decimal, octal or
/// hexadecimal IPv4, no trailing dot, no zone;</item>
/// <item>no fragment.</item>
/// </list>
/// </summary>
public static class RemoteUrl
{
    private const int MaximumLength = 8192;
    private static readonly SearchValues<char> EndOfAuthority = SearchValues.Create("/?#");

    /// <summary>Parses; on failure <paramref name="problem"/> names the broken rule without repeating the URL.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? problem)
    {
        url = null;
        problem = Problem(text, out var parsed);
        if (problem is null)
        {
            url = parsed;
        }

        return problem is null && url is not null;
    }

    private static string? Problem(string text, out Uri? url)
    {
        url = null;

        // 1.
        if (text.Length > MaximumLength || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('\\', StringComparison.Ordinal))
        {
            return "it is too long or has characters that do not belong in a URL";
        }

        // 2.
        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || !(url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return "it is not an absolute https URL";
        }

        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = text.AsSpan(start).IndexOfAny(EndOfAuthority);
        var authority = length < 0 ? text[start..] : text.Substring(start, length);

        // 3.
        if (url.UserInfo.Length > 0 || authority.Contains('@', StringComparison.Ordinal))
        {
            return "it carries user information";
        }

        // 4.
        var port = authority.LastIndexOf(':');
        var host = port > authority.LastIndexOf(']') ? authority[..port] : authority;
        if (host.Length == 0 || host.EndsWith('.') || host.Contains('%', StringComparison.Ordinal) || !host.Equals(url.Host, StringComparison.OrdinalIgnoreCase))
        {
            return "its host is not in the canonical spelling";
        }

        // 5.
        return url.Fragment.Length > 0 ? "it has a fragment" : null;
    }
}
