using PipelineKit.Failures;

namespace PipelineKit.Files;

/// <summary>Turns a path given relative to a root into the real one, with every link followed, and refuses what leaves the root.</summary>
public static class WorkspacePath
{
    private const int MaximumLinks = 40;

    /// <summary>The real path of <paramref name="path"/>; the last parts need not exist yet.</summary>
    /// <exception cref="IOException">Links that go round in circles.</exception>
    public static string Real(string path)
    {
        var pending = new Stack<string>(Parts(Path.GetFullPath(path)).Reverse());
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (LinkTarget(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaximumLinks)
            {
                throw new IOException($"the links at `{path}` go round in circles");
            }

            real = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : real;
            foreach (var part in Parts(target).Reverse())
            {
                pending.Push(part);
            }
        }

        return real;
    }

    /// <summary>
    /// The real path of a file named relative to <paramref name="root"/> (an absolute path inside it is allowed too).
    /// The file itself must not be a link; folders on the way may be, as long as they stay inside.
    /// </summary>
    /// <exception cref="FailureException"><paramref name="code"/>, when it leaves the root or is a link.</exception>
    public static string Resolve(string root, string relativePath, FailureCode code)
    {
        try
        {
            var realRoot = Real(root);
            var full = Path.GetFullPath(Path.Combine(root, relativePath));
            var folder = Path.GetDirectoryName(full);
            if (folder is null || relativePath.Length == 0 || relativePath.Contains('\0', StringComparison.Ordinal))
            {
                throw Refuse(code, relativePath, "is not a path of a file");
            }

            var realFolder = folder == Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) ? realRoot : Real(folder);
            var real = Path.Combine(realFolder, Path.GetFileName(full));
            if (!real.StartsWith(realRoot.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw Refuse(code, relativePath, $"leads outside of `{root}`");
            }

            return LinkTarget(real) is null ? real : throw Refuse(code, relativePath, "is a symbolic link; give the file it points to");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refuse(code, relativePath, "cannot be reached: " + e.Message);
        }
    }

    internal static FailureException Refuse(FailureCode code, string relativePath, string what) =>
        new(new Failure(code, $"`{relativePath}` {what}", Place: new SourcePlace(relativePath)));

    private static string? LinkTarget(string path) => new FileInfo(path).LinkTarget;

    private static IEnumerable<string> Parts(string path) =>
        path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".");
}
