namespace PipelineKit.Oci;

/// <summary>Links that a registry gives to itself: the next page, the place of an upload.</summary>
internal static class RegistryLink
{
    /// <summary>
    /// Whether the link stays with the registry that gave it. Registries behind a proxy that ends TLS write <c>http</c> links to themselves; only path and
    /// query are used, so that is no other place.
    /// </summary>
    internal static bool IsSameRegistry(Uri asked, Uri link) =>
        link.Scheme is "http" or "https"
        && link.UserInfo.Length == 0
        && link.IdnHost == asked.IdnHost
        && (link.Port == asked.Port || (link.IsDefaultPort && asked.IsDefaultPort));

    /// <summary>Path and query of the answer's <c>Location</c>, which may be relative and must lead to the same registry.</summary>
    internal static string Location(HttpResponseMessage response, string source)
    {
        var asked = response.RequestMessage!.RequestUri!;
        if (!response.Headers.TryGetValues("Location", out var values) || values.ToList() is not [{ Length: > 0 } text])
        {
            throw new RegistryException(RegistryProblem.Protocol, source, "the registry does not say where to send the content (no Location)", response.StatusCode);
        }

        return Uri.TryCreate(asked, text, out var link) && IsSameRegistry(asked, link)
            ? link.PathAndQuery
            : throw new RegistryException(RegistryProblem.Unsafe, source, "the registry wants the content to be sent to another host; nothing was sent there", response.StatusCode);
    }
}
