using System.Runtime.InteropServices;

namespace PipelineKit.EndToEnd;

/// <summary>The published program, as users get it: the one PIPELINEKIT_BINARY names, else published once for this run of the tests.</summary>
internal static class Published
{
    private static readonly Lazy<Task<string>> Binary = new(() => ForAsync(Native));
    private static readonly Lazy<Task<string>> All = new(AllAsync);

    private static string Native => OperatingSystem.IsWindows() ? "win-x64" : "linux-x64";

    /// <summary>The program for this machine.</summary>
    public static Task<string> BinaryAsync()
    {
        Peer.Need(
            RuntimeInformation.OSArchitecture == Architecture.X64 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()),
            $"the program is published for linux-x64 and win-x64, not for {RuntimeInformation.RuntimeIdentifier}");
        return Binary.Value;
    }

    /// <summary>A folder with the programs of every platform, each in a folder named after its runtime identifier.</summary>
    public static Task<string> AllProgramsAsync() => All.Value;

    private static async Task<string> AllAsync()
    {
        var programs = new[] { await ForAsync("linux-x64"), await ForAsync("win-x64") };
        return Path.GetDirectoryName(Path.GetDirectoryName(programs[0]))!;
    }

    private static async Task<string> ForAsync(string runtime)
    {
        var name = runtime.StartsWith("win", StringComparison.Ordinal) ? "pipelinekit.exe" : "pipelinekit";
        if (Environment.GetEnvironmentVariable("PIPELINEKIT_BINARY") is { Length: > 0 } given)
        {
            var beside = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(given)))!, runtime, name);
            var binary = runtime == Native ? Path.GetFullPath(given) : beside;
            return File.Exists(binary) ? binary : throw new InvalidOperationException($"PIPELINEKIT_BINARY is {given}, and {binary} is not there; run eng/publish");
        }

        // A build tree of its own: the tests may run while other projects are still being built.
        var artifacts = Path.Combine(Peer.RepositoryRoot, "artifacts", "end-to-end");
        var output = Path.Combine(artifacts, "dist", runtime);
        var publish = new Child(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : Peer.Program("dotnet"),
            "publish", "src/PipelineKit.Cli", "-c", "Release", "-r", runtime, "--self-contained", "-o", output, "-nologo", "-v:quiet", "-nodeReuse:false",
            "-p:ArtifactsPath=" + artifacts, "-p:RestoreLockedMode=true", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false")
        {
            WorkingDirectory = Peer.RepositoryRoot,
            Environment = EnvironmentOfABuild(),
            Limit = TimeSpan.FromMinutes(10),
        };
        (await publish.RunAsync()).Expect(0);
        return Path.Combine(output, name);
    }

    private static Dictionary<string, string> EnvironmentOfABuild()
    {
        // What the test host was told about its own build would confuse the inner one.
        string[] foreign = ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "COVERLET"];
        return Child.InheritedEnvironment()
            .Where(v => !Array.Exists(foreign, prefix => v.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
    }
}
