using PipelineKit.Ci;

namespace PipelineKit.Scans;

/// <summary>The variables a scanner sees: proxies and certificates, where its vulnerability data is, and nothing by which it could filter or by which it could be somebody.</summary>
internal static class ScannerEnvironment
{
    private static readonly string[] Network =
        ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>For the program on this machine; its home is an empty folder, so that no configuration of the user filters anything.</summary>
    /// <param name="tool">The scanner.</param>
    /// <param name="environment">The user's.</param>
    /// <param name="folder">The folder it runs in.</param>
    internal static Dictionary<string, string> OnThisMachine(ScannerTool tool, HostEnvironment environment, string folder)
    {
        var variables = Passed(tool, environment);
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        variables["HOME"] = variables["USERPROFILE"] = home;
        variables["TMPDIR"] = variables["TMP"] = variables["TEMP"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        if (LocalData(tool, environment) is { } given)
        {
            variables[tool.CacheVariable] = given;
        }
        else if (tool.CacheFolder is { } cache && Caches(environment) is { } caches)
        {
            variables[tool.CacheVariable] = Path.Combine(caches, cache);
        }

        return variables;
    }

    /// <summary>For a container, whose volume has folders for it.</summary>
    internal static Dictionary<string, string> InContainer(ScannerTool tool, HostEnvironment environment, string folder)
    {
        var variables = Passed(tool, environment);
        variables.Remove("SSL_CERT_FILE");
        variables.Remove("SSL_CERT_DIR");
        variables["HOME"] = folder + "/home";
        variables["TMPDIR"] = folder + "/tmp";
        variables[tool.CacheVariable] = folder + "/cache";
        return variables;
    }

    /// <summary>The folder with a local copy of the scanner's data that the user named; null for none.</summary>
    internal static string? LocalData(ScannerTool tool, HostEnvironment environment) =>
        environment.Variables.GetValueOrDefault(tool.CacheVariable) is { Length: > 0 } given ? Path.GetFullPath(given) : null;

    private static Dictionary<string, string> Passed(ScannerTool tool, HostEnvironment environment)
    {
        var variables = new Dictionary<string, string>(tool.FixedVariables, StringComparer.Ordinal);
        foreach (var name in Network.Concat(tool.Variables))
        {
            if (environment.Variables.TryGetValue(name, out var value))
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private static string? Caches(HostEnvironment environment) =>
        environment.Variables.GetValueOrDefault("XDG_CACHE_HOME") is { Length: > 0 } set ? set
        : OperatingSystem.IsWindows() ? environment.Variables.GetValueOrDefault("LOCALAPPDATA")
        : environment.Home is { } home ? Path.Combine(home, ".cache")
        : null;
}
