namespace PipelineKit.Oci;

/// <summary>The job's own token, for ghcr.io and nobody else.</summary>
/// <param name="user">Any user name; the registry looks at the token only.</param>
/// <param name="token">The token, or null when the job has none.</param>
public sealed class JobToken(string user, string? token)
{
    /// <summary>The token for <c>ghcr.io</c>; null for every other host; a <see cref="FindCredential"/>.</summary>
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation) =>
        Task.FromResult(registry == "ghcr.io" && !string.IsNullOrEmpty(token) ? new RegistryCredential(user, token) : null);
}
