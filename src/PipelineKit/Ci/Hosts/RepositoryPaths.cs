using System.Collections.Concurrent;

namespace PipelineKit.Ci;

/// <summary>
/// Paths as annotations need them: relative to the repository, which is below the workspace when it was checked out with <c>path:</c>.
/// </summary>
internal sealed class RepositoryPaths
{
    private readonly string _workspace;
    private readonly ConcurrentDictionary<string, string> _roots = new(StringComparer.Ordinal);

    internal RepositoryPaths(string workspace)
    {
        _workspace = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace));
    }

    /// <summary>The path as the repository knows it, with <c>/</c>; a path outside the workspace stays as it is.</summary>
    internal string RelativeToRepository(string file)
    {
        var full = Absolute(file);
        if (!IsBelow(full, _workspace))
        {
            return file;
        }

        var root = _roots.GetOrAdd(Path.GetDirectoryName(full)!, Root);
        return Path.GetRelativePath(root, full).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The absolute path of a file named relative to the workspace.</summary>
    internal string Absolute(string file) => file.Contains('\0', StringComparison.Ordinal) ? file : Path.GetFullPath(file, _workspace);

    private string Root(string folder)
    {
        for (var at = folder; at.Length > _workspace.Length; at = Path.GetDirectoryName(at)!)
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }

        return _workspace;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == Path.DirectorySeparatorChar;
}
