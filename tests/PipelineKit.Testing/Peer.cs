using Xunit;

namespace PipelineKit.Testing;

/// <summary>
/// Real counterparts a test needs. Where one is missing the test skips and says why; with PIPELINEKIT_REQUIRE_PEERS=1 it fails instead.
/// <c>eng/provision</c> installs all of them.
/// </summary>
public static class Peer
{
    /// <summary>Whether a missing peer is a failure.</summary>
    public static bool AreRequired { get; } = Environment.GetEnvironmentVariable("PIPELINEKIT_REQUIRE_PEERS") == "1";

    /// <summary>The root of the repository, found from the test assembly upwards.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The full path of a program on PATH (or in the usual system folders); skips the test when it is not there.</summary>
    public static string Program(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/usr/local/sbin");
        var found = folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
        Need(found is not null, $"the program `{name}` is not installed; run eng/provision");
        return found!;
    }

    /// <summary>A file below tests/peers/node_modules; skips the test when the npm peers are not installed.</summary>
    public static string NodeModule(string path)
    {
        var file = Path.Combine(RepositoryRoot, "tests", "peers", "node_modules", path);
        Need(File.Exists(file), $"the npm peer `{path}` is not installed; run eng/provision");
        return file;
    }

    /// <summary>A file or folder of the shared test data (PIPELINEKIT_SHARED_DATA, or <c>shared/data</c> beside the checkout); skips the test without it.</summary>
    public static string SharedData(string path)
    {
        var root = Environment.GetEnvironmentVariable("PIPELINEKIT_SHARED_DATA") ?? Path.Combine(RepositoryRoot, "..", "shared", "data");
        var full = Path.GetFullPath(Path.Combine(root, path));
        Need(File.Exists(full) || Directory.Exists(full), $"the shared test data `{path}` is not here; set PIPELINEKIT_SHARED_DATA to the folder that has it");
        return full;
    }

    /// <summary>Skips the test with this reason when the condition does not hold; fails it where peers are required.</summary>
    public static void Need(bool condition, string reason)
    {
        if (AreRequired)
        {
            Assert.True(condition, "required here: " + reason);
        }

        Skip.IfNot(condition, reason);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PipelineKit.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("PipelineKit.sln is not above " + AppContext.BaseDirectory);
    }
}
