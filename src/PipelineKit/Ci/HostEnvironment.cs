namespace PipelineKit.Ci;

/// <summary>The few generic environment facts commands may use, read once at the start; no handler reads the environment.</summary>
public sealed record HostEnvironment
{
    /// <summary>HOME, or null.</summary>
    public string? Home { get; init; }

    /// <summary>PATH split into folders; credential helpers and git are looked up here.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>
    /// The variables that are not the CI host's own, for what finds credentials by them (DOCKER_CONFIG, AWS_*, ...). Values may be secrets.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
