using System.Collections.Concurrent;

namespace PipelineKit.Oci;

/// <summary>Asks credential sources in order; the first that has something wins. Each name is looked up once in a run, also by parallel requests.</summary>
public sealed class CredentialChain(IReadOnlyList<FindCredential> sources)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RegistryCredential?>>> _found = new(StringComparer.Ordinal);

    /// <summary>
    /// The credential for exactly this registry, or null for anonymous; a <see cref="FindCredential"/>. Throws <see cref="CredentialException"/> when a
    /// source that has one fails. A cancelled caller stops waiting; the search goes on for the others, within each source's own time limit.
    /// </summary>
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation) =>
        _found.GetOrAdd(registry, r => new(() => SearchAsync(r))).Value.WaitAsync(cancellation);

    private async Task<RegistryCredential?> SearchAsync(string registry)
    {
        foreach (var source in sources)
        {
            if (await source(registry, CancellationToken.None) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }
}
