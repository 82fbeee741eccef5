namespace PipelineKit.Oci;

/// <summary>
/// Credentials as docker, podman and their helpers keep them, in this order of files: <c>$DOCKER_CONFIG/config.json</c>, <c>~/.docker/config.json</c>,
/// <c>$REGISTRY_AUTH_FILE</c>, <c>$XDG_RUNTIME_DIR/containers/auth.json</c>; in each: the registry's helper, the file's store, its entries.
/// </summary>
public sealed class DockerConfig
{
    private readonly IReadOnlyList<string> _files;
    private readonly CredentialHelper _helper;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="homeFolder">The user's home, or null when there is none.</param>
    /// <param name="helper">Runs helpers.</param>
    public DockerConfig(IReadOnlyDictionary<string, string> variables, string? homeFolder, CredentialHelper helper)
    {
        _helper = helper;
        _files =
        [
            .. new[]
            {
                Below(variables.GetValueOrDefault("DOCKER_CONFIG"), "config.json"),
                Below(homeFolder, ".docker", "config.json"),
                variables.GetValueOrDefault("REGISTRY_AUTH_FILE"),
                Below(variables.GetValueOrDefault("XDG_RUNTIME_DIR"), "containers", "auth.json"),
            }.OfType<string>().Where(f => f.Length > 0).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The credential for a registry, or for <c>host/repository</c> by the longest entry that covers it (then only entries with a path count); null when
    /// there is none; a <see cref="FindCredential"/>. Throws <see cref="CredentialException"/>.
    /// </summary>
    public async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation)
    {
        var name = RegistryNames.Normalise(registry);
        foreach (var path in _files)
        {
            if (await DockerConfigFile.ReadAsync(path, registry, cancellation) is { } file
                && await FindAsync(file, name, cancellation) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }

    private static string? Below(string? folder, params string[] parts) => string.IsNullOrEmpty(folder) ? null : Path.Combine([folder, .. parts]);

    private async Task<RegistryCredential?> FindAsync(DockerConfigFile file, string name, CancellationToken cancellation)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            for (var prefix = name; prefix.Contains('/', StringComparison.Ordinal); prefix = prefix[..prefix.LastIndexOf('/')])
            {
                if (file.EntryFor(prefix, name) is { } special)
                {
                    return special;
                }
            }

            return null;
        }

        if (file.HelperFor(name) is { } helper && await _helper.GetAsync(helper, name, cancellation) is { } stored)
        {
            return stored;
        }

        return file.EntryFor(name, name);
    }
}
