namespace PipelineKit.Ci;

/// <summary>Reads the generic facts of the environment, once, at the start.</summary>
public static class HostEnvironmentReader
{
    private static readonly string[] CloudPrefixes = ["AWS_", "AZURE_", "GOOGLE_"];

    /// <summary>The facts in these variables. Folders of PATH that are not absolute are left out: a checkout must not bring its own programs.</summary>
    public static HostEnvironment Read(IReadOnlyDictionary<string, string> variables) => new()
    {
        Home = Given(variables, "HOME") ?? Given(variables, "USERPROFILE"),
        DockerConfigFolder = Given(variables, "DOCKER_CONFIG"),
        RegistryAuthFile = Given(variables, "REGISTRY_AUTH_FILE"),
        RuntimeFolder = Given(variables, "XDG_RUNTIME_DIR"),
        Path = (Given(variables, "PATH") ?? Given(variables, "Path") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(System.IO.Path.IsPathFullyQualified)
            .Distinct(StringComparer.Ordinal)
            .ToArray(),
        Cloud = variables
            .Where(v => v.Value.Length > 0 && CloudPrefixes.Any(prefix => v.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
    };

    internal static string? Given(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
