namespace PipelineKit.Oci;

/// <summary>How a registry is reached: host on the wire and scheme.</summary>
/// <param name="Registry">The name as in references: <c>docker.io</c>.</param>
/// <param name="Origin">Scheme, host and port, no path: <c>https://registry-1.docker.io</c>.</param>
public sealed record RegistryAddress(string Registry, Uri Origin)
{
    /// <summary>Whether the registry is reached without TLS.</summary>
    public bool IsPlainHttp => Origin.Scheme == Uri.UriSchemeHttp;

    /// <summary>
    /// https, except for loopback hosts and those listed. Docker Hub's images are served by registry-1.docker.io.
    /// Throws <see cref="RegistryException"/> (<see cref="RegistryProblem.Protocol"/>) for what is not a host.
    /// </summary>
    public static RegistryAddress Of(string registry, IReadOnlyList<string> plainHttp)
    {
        var host = registry == "docker.io" ? "registry-1.docker.io" : registry;
        if (!RemoteUrl.TryParse("https://" + host, out var https, out var problem) || https.PathAndQuery != "/")
        {
            throw new RegistryException(RegistryProblem.Protocol, registry, $"`{registry}` is not the host of a registry: {problem ?? "it has a path"}");
        }

        return new RegistryAddress(registry, IsPlain(https, plainHttp) ? new Uri("http://" + host) : https);
    }

    /// <summary>Whether plain HTTP is allowed to this host: it is loopback, or the user listed it with or without its port.</summary>
    public static bool IsPlain(Uri url, IReadOnlyList<string> plainHttp) =>
        NetworkAddresses.KindOfHost(url.Host) == AddressKind.Loopback
        || plainHttp.Any(p => p.Equals(url.Host, StringComparison.OrdinalIgnoreCase) || p.Equals(url.Authority, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the URL is on the same host, whatever the port.</summary>
    public bool HasHostOf(Uri url) => Origin.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase);
}
