namespace PipelineKit.Evidence;

/// <summary>Whose opinion a rating is, in the words all readers share: <c>nvd</c>, <c>ghsa</c>, <c>debian</c>.</summary>
internal static class RatingSources
{
    /// <summary>Of the name a scanner gives: an address at NVD or GitHub, or a word.</summary>
    public static string Of(string? source) => source switch
    {
        null or "" => "unknown",
        "nvd" or "nvd@nist.gov" or "NVD" => "nvd",
        "ghsa" or "security-advisories@github.com" or "GHSA" or "GitHub" => "ghsa",
        _ => source.ToLowerInvariant(),
    };

    /// <summary>Of a namespace of Grype: <c>debian:distro:debian:12</c>, <c>github:language:java</c>, <c>nvd:cpe</c>.</summary>
    public static string OfNamespace(string? space)
    {
        var provider = space is null ? "" : space.Split(':')[0];
        return provider switch
        {
            "" => "grype",
            "github" => "ghsa",
            _ => provider.ToLowerInvariant(),
        };
    }
}
