namespace PipelineKit.Oci;

/// <summary>One request to a registry, before credentials, redirects and retries, which are the transport's business.</summary>
/// <param name="Method">GET or HEAD to read; PUT, POST, PATCH or DELETE to write. All are repeated after a fault but PATCH, which appends, and streamed bodies.</param>
/// <param name="Registry">The host as in <see cref="ImageReference.Registry"/>, after mirror mapping: <c>docker.io</c>, <c>localhost:5000</c>.</param>
/// <param name="PathAndQuery">The path and query, escaped: <c>/v2/library/nginx/manifests/1.27</c>.</param>
/// <param name="Repository">The repository that the token must allow to pull, and to push for writing: <c>library/nginx</c>.</param>
public sealed record RegistryRequest(HttpMethod Method, string Registry, string PathAndQuery, string Repository)
{
    /// <summary>Media types for the Accept header, in order.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Further headers. They are not sent to another host after a redirect, except <c>Range</c>. <c>Authorization</c> does not belong here.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Makes the body, anew for every time it is sent: after a 401, a redirect, a fault. Null: there is none.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Another repository of the registry that the token must allow to pull, for mounting its blobs; null for none.</summary>
    public string? AlsoPull { get; init; }

    internal bool IsWrite => Method != HttpMethod.Get && Method != HttpMethod.Head;
}
