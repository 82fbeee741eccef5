namespace PipelineKit.Evidence;

/// <summary>Package URLs, parsed once.</summary>
internal sealed class PurlCache
{
    private readonly Dictionary<string, PackageUrl?> _urls = new(StringComparer.Ordinal);

    /// <summary>The package URL; null when there is none or it is not valid.</summary>
    internal PackageUrl? Of(string? purl)
    {
        if (purl is null)
        {
            return null;
        }

        if (!_urls.TryGetValue(purl, out var url))
        {
            url = PackageUrl.TryParse(purl, out var parsed, out _) ? parsed : null;
            _urls.Add(purl, url);
        }

        return url;
    }
}
