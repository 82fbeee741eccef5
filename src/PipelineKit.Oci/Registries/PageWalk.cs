namespace PipelineKit.Oci;

/// <summary>
/// Follows the pages of a list (OCI distribution specification, "Content Discovery"; RFC 8288 Link headers): only to the same registry, only below
/// <c>/v2/</c>, no page twice, and not without end.
/// </summary>
internal sealed class PageWalk(string registry, string firstTarget, string source)
{
    internal const int MaximumPages = 100;
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal) { firstTarget };

    /// <summary>Path and query of the page to ask for; null after the last.</summary>
    internal string? Target { get; private set; } = firstTarget;

    /// <summary>Moves to the page that this answer names as the next.</summary>
    internal void Advance(HttpResponseMessage response)
    {
        if (NextLink(response) is not { } link)
        {
            Target = null;
            return;
        }

        Target = Resolve(response, link);
        if (!_visited.Add(Target))
        {
            throw new RegistryException(RegistryProblem.Protocol, source, "the pages of the list go round in a circle");
        }

        if (_visited.Count > MaximumPages)
        {
            throw new RegistryException(RegistryProblem.Protocol, source, $"the list has more than {MaximumPages} pages");
        }
    }

    private static string? NextLink(HttpResponseMessage response)
    {
        var text = response.Headers.TryGetValues("Link", out var values) ? string.Join(',', values) : "";
        while (text.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open && text.IndexOf('>', open) is >= 0 and var close)
        {
            var link = text[(open + 1)..close];
            var next = text.IndexOf('<', close);
            var parameters = text[(close + 1)..(next < 0 ? text.Length : next)].TrimEnd(' ', ',');
            if (parameters.Split(';').Any(IsNext))
            {
                return link;
            }

            text = text[(close + 1)..];
        }

        return null;
    }

    private static bool IsNext(string parameter)
    {
        var pair = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
        return pair is [var name, var value]
            && name.Equals("rel", StringComparison.OrdinalIgnoreCase)
            && value.Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
    }

    private string Resolve(HttpResponseMessage response, string link)
    {
        var asked = response.RequestMessage?.RequestUri ?? new Uri($"https://{registry}{Target}");
        if (!Uri.TryCreate(asked, link, out var next) || !RegistryLink.IsSameRegistry(asked, next) || !next.AbsolutePath.StartsWith("/v2/", StringComparison.Ordinal))
        {
            throw new RegistryException(RegistryProblem.Unsafe, source, "the link to the next page leads away from the registry; it was not followed");
        }

        return next.PathAndQuery;
    }
}
