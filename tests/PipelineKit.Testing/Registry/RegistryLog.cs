using System.Collections.Concurrent;

namespace PipelineKit.Testing;

/// <summary>What was asked of an <see cref="InMemoryRegistry"/>, in order.</summary>
public sealed class RegistryLog
{
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();

    /// <summary>Every request.</summary>
    public IReadOnlyCollection<LoopbackRequest> Requests => _requests;

    /// <summary>HEAD of manifests.</summary>
    public int ManifestHeads => Count("HEAD", "/manifests/");

    /// <summary>GET of manifests: what Docker Hub counts as a pull.</summary>
    public int ManifestGets => Count("GET", "/manifests/");

    /// <summary>Requests to the token service.</summary>
    public int Tokens => _requests.Count(r => r.Path == "/token");

    /// <summary>How many requests with this method had a target containing this text.</summary>
    public int Count(string method, string target) => _requests.Count(r => r.Method == method && r.Target.Contains(target, StringComparison.Ordinal));

    /// <summary>Forgets all.</summary>
    public void Clear() => _requests.Clear();

    internal void Add(LoopbackRequest request) => _requests.Enqueue(request);
}
