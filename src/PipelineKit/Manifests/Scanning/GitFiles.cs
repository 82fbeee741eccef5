using System.Text;
using PipelineKit.Files;
using PipelineKit.Git;

namespace PipelineKit.Manifests.Scanning;

/// <summary>
/// The files Git tracks, read from its index; where only Git itself can read it (split, sparse), as Git lists them. Hooks, file monitors and the
/// caller's <c>GIT_*</c> variables have no part in it.
/// </summary>
internal static class GitFiles
{
    /// <summary>The tracked files below a folder, relative to it; null when it is in no repository or Git cannot tell.</summary>
    internal static async Task<IReadOnlyList<string>?> ListAsync(string root, CancellationToken cancellation)
    {
        if (GitIndex.Read(root) is { } tracked)
        {
            return tracked;
        }

        if (!IsInRepository(root))
        {
            return null;
        }

        // A checkout often belongs to another user than the one in the container; what is listed is only read.
        var request = new ProcessRequest
        {
            Program = "git",
            Arguments = ["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "ls-files", "-z", "--cached"],
            Folder = root,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_OPTIONAL_LOCKS"] = "0", ["GIT_CONFIG_NOSYSTEM"] = "1" },
        };
        try
        {
            var result = await new ProcessRunner(TimeProvider.System).RunAsync(request, cancellation);
            return result.ExitCode == 0 ? Encoding.UTF8.GetString(result.Output).Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (ProcessException)
        {
            // Without Git on this machine the folder is walked instead.
            return null;
        }
    }

    private static bool IsInRepository(string root)
    {
        for (var folder = new DirectoryInfo(root); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return true;
            }
        }

        return false;
    }
}
