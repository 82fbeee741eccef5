using System.Buffers;

namespace PipelineKit.Manifests.Rendered;

/// <summary>The grammar of label and annotation keys and of label values (Kubernetes, "Labels and Selectors": syntax and character set).</summary>
public static class KubernetesNames
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether it can be the key of a label or annotation: <c>[prefix/]name</c>.</summary>
    public static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IsName(key) : IsPrefix(key[..slash]) && IsName(key.AsSpan(slash + 1));
    }

    /// <summary>Whether it can be the value of a label: empty, or up to 63 letters, digits, <c>-</c>, <c>_</c> and <c>.</c> with a letter or digit at both ends.</summary>
    public static bool IsLabelValue(string value) => value.Length == 0 || IsName(value);

    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= LongestName
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.ContainsAnyExcept(NameCharacters);

    private static bool IsPrefix(string prefix) =>
        prefix.Length is > 0 and <= LongestPrefix
        && Array.TrueForAll(prefix.Split('.'), part => part.Length > 0 && part[0] != '-' && part[^1] != '-' && !part.AsSpan().ContainsAnyExcept(PrefixCharacters));
}
