namespace PipelineKit.Ci;

/// <summary>Reads the generic facts of the environment, once, at the start.</summary>
public static class HostEnvironmentReader
{
    // Inputs, service connections, secret variables and run tokens: what hosts hand to a step is not for the programs it starts.
    private static readonly string[] HostPrefixes = ["INPUT_", "ENDPOINT_", "SECRET_", "SECUREFILE_", "ACTIONS_", "GITHUB_", "RUNNER_", "SYSTEM_", "AGENT_", "BUILD_", "VSTS_"];

    /// <summary>The facts in these variables. Folders of PATH that are not absolute are left out: a checkout must not bring its own programs.</summary>
    public static HostEnvironment Read(IReadOnlyDictionary<string, string> variables) => new()
    {
        Home = Given(variables, "HOME") ?? Given(variables, "USERPROFILE"),
        Path = (Given(variables, "PATH") ?? Given(variables, "Path") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(System.IO.Path.IsPathFullyQualified)
            .Distinct(StringComparer.Ordinal)
            .ToArray(),
        Variables = variables.Keys
            .Where(name => variables[name].Length > 0 && !Array.Exists(HostPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(name => name, name => variables[name], StringComparer.Ordinal),
    };

    internal static string? Given(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
