namespace PipelineKit.Ci;

/// <summary>The few generic environment facts commands may use, read once at the start; no handler reads the environment.</summary>
public sealed record HostEnvironment
{
    /// <summary>HOME, or null.</summary>
    public string? Home { get; init; }

    /// <summary>DOCKER_CONFIG, or null.</summary>
    public string? DockerConfigFolder { get; init; }

    /// <summary>REGISTRY_AUTH_FILE, or null.</summary>
    public string? RegistryAuthFile { get; init; }

    /// <summary>XDG_RUNTIME_DIR, or null.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary>PATH split into folders; credential helpers and git are looked up here.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Other variables, for the credential exchanges of cloud registries (AWS_*, AZURE_*, GOOGLE_*). Values are secrets.</summary>
    public IReadOnlyDictionary<string, string> Cloud { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
