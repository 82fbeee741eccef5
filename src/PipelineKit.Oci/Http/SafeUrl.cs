using System.Text;

namespace PipelineKit.Oci;

/// <summary>
/// Makes a URL fit to be read by anyone: no user information, no fragment, and the values of only those query keys that the registry
/// protocol itself defines. Signed download links carry their secret in the query.
/// </summary>
public static class SafeUrl
{
    private const int MaximumLength = 512;
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "scope", "service", "n", "last", "digest", "mount", "from" };

    /// <summary>The address as it may appear in a message, at most 512 characters.</summary>
    public static string Of(Uri url)
    {
        var text = new StringBuilder().Append(url.Scheme).Append("://").Append(url.Authority).Append(url.AbsolutePath);
        var separator = '?';
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? pair : pair[..equals];
            text.Append(separator).Append(Known.Contains(key) ? pair : equals < 0 ? "REDACTED" : key + "=REDACTED");
            separator = '&';
        }

        return text.Length <= MaximumLength ? text.ToString() : text.ToString(0, MaximumLength) + "...";
    }
}
