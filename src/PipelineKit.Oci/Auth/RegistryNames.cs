namespace PipelineKit.Oci;

/// <summary>Normalises the ways a registry is named in credential stores.</summary>
internal static class RegistryNames
{
    /// <summary>The key Docker and its helpers know Docker Hub by.</summary>
    public const string DockerHubKey = "https://index.docker.io/v1/";

    /// <summary>
    /// The host (or <c>host/path</c>, as in containers-auth.json) of a key: scheme, API version and final slash dropped, in lower-case, Docker Hub as
    /// <c>docker.io</c>.
    /// </summary>
    public static string Normalise(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var rest = (scheme < 0 ? key : key[(scheme + 3)..]).TrimEnd('/');
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && rest.AsSpan(slash) is "/v1" or "/v2")
        {
            (rest, slash) = (rest[..slash], -1);
        }

        var host = (slash < 0 ? rest : rest[..slash]).ToLowerInvariant();
        return (host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host) + (slash < 0 ? "" : rest[slash..]);
    }

    /// <summary>What a helper is asked for: Docker Hub by its key, others by their host.</summary>
    public static string HelperKey(string registry) => registry == "docker.io" ? DockerHubKey : registry;
}
