using System.IO.Enumeration;
using PipelineKit.Files;

namespace PipelineKit.Manifests.Scanning;

/// <summary>Lists the files to search, relative to the root, with <c>/</c>, in ordinal order.</summary>
public static class FileDiscovery
{
    private static readonly string[] Skipped = ["node_modules", "vendor"];

    /// <summary>
    /// Without <paramref name="files"/>: what Git tracks, or every file outside of a repository, that may be of a <see cref="FileKind"/> by its name.
    /// With them: every file they fit. Links, <c>.git</c>, and the folders <c>node_modules</c> and <c>vendor</c> (unless a pattern names them) are left out.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ListAsync(string root, GlobSet files, GlobSet exclude, CancellationToken cancellation)
    {
        var skipped = Skipped.Where(s => !files.Names(s)).ToArray();
        IEnumerable<string>? all = files.IsEmpty ? await GitFiles.ListAsync(root, cancellation) : null;
        var chosen = (all ?? Walk(root, skipped))
            .Where(p => KindDetector.MayBe(p) && (files.IsEmpty || files.Matches(p)) && !exclude.Matches(p) && !IsBelow(p, skipped))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        chosen.Sort(StringComparer.Ordinal);
        return chosen;
    }

    private static bool IsBelow(string path, string[] folders) =>
        Array.Exists(folders, f => path.StartsWith(f + "/", StringComparison.Ordinal) || path.Contains("/" + f + "/", StringComparison.Ordinal));

    private static FileSystemEnumerable<string> Walk(string root, string[] skipped)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return new FileSystemEnumerable<string>(full, (ref entry) => Path.GetRelativePath(full, entry.ToFullPath()).Replace('\\', '/'), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => entry.FileName is not ".git" && !IsOneOf(entry.FileName, skipped),
        };
    }

    private static bool IsOneOf(ReadOnlySpan<char> name, string[] names)
    {
        foreach (var one in names)
        {
            if (name.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
