namespace PipelineKit.Oci;

/// <summary>One request to a registry, before credentials, redirects and retries, which are the transport's business.</summary>
/// <param name="Method">GET or HEAD; both are repeated after a fault.</param>
/// <param name="Registry">The host as in <see cref="ImageReference.Registry"/>, after mirror mapping: <c>docker.io</c>, <c>localhost:5000</c>.</param>
/// <param name="PathAndQuery">The path and query, escaped: <c>/v2/library/nginx/manifests/1.27</c>.</param>
/// <param name="Repository">The repository that the token must allow to pull: <c>library/nginx</c>.</param>
public sealed record RegistryRequest(HttpMethod Method, string Registry, string PathAndQuery, string Repository)
{
    /// <summary>Media types for the Accept header, in order.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Further headers. They are not sent to another host after a redirect, except <c>Range</c>. <c>Authorization</c> does not belong here.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
