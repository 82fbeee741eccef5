using System.Buffers;
using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.ScanGate;

/// <summary>A file to read.</summary>
/// <param name="Name">As it is told and recorded: relative to the working directory, with <c>/</c>; only the file's name when it lies elsewhere.</param>
/// <param name="Path">Absolute.</param>
internal sealed record InputFile(string Name, string Path);

/// <summary>Finds the files that inputs name by path or glob. Files may lie outside of the workspace, as reports of other tools often do; they are only read.</summary>
internal static class EvidencePaths
{
    private const int MaximumFiles = 1000;
    private const int MaximumEntries = 200_000;
    private const int MaximumDepth = 32;
    private static readonly SearchValues<char> Wildcards = SearchValues.Create("*?[{");

    /// <summary>Whether the text is a glob.</summary>
    internal static bool IsPattern(string text) => text.AsSpan().ContainsAny(Wildcards);

    /// <summary>The files of all lines, each once, globs in ordinal order; every problem at once.</summary>
    /// <exception cref="FailureException">PK0201: a file is not there, or a glob fits none.</exception>
    internal static IReadOnlyList<InputFile> Find(IEnumerable<string> lines, Input input, string folder, CancellationToken cancellation)
    {
        var files = new List<InputFile>();
        var problems = new List<Failure>();
        foreach (var line in lines)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = IsPattern(line) ? Fitting(line, folder) : File.Exists(Path.GetFullPath(line, folder)) ? [Path.GetFullPath(line, folder)] : [];
            if (found.Count == 0)
            {
                problems.Add(Missing(line, input, folder));
            }

            files.AddRange(found.Select(path => new InputFile(NameOf(path, folder), path)));
        }

        var all = files.DistinctBy(f => f.Path, StringComparer.Ordinal).ToList();
        if (all.Count > MaximumFiles)
        {
            problems.Add(new Failure(FailureCodes.UnreadableFile, $"`{input.Name}` names {all.Count} files; at most {MaximumFiles} are read.", "Name them more narrowly.", SourcePlace.OfInput(input.Name)));
        }

        return problems.Count == 0 ? all : throw new FailureException(problems);
    }

    /// <summary>The one file a line names.</summary>
    /// <exception cref="FailureException">PK0201: it is not there.</exception>
    internal static InputFile One(string line, Input input, string folder)
    {
        var path = Path.GetFullPath(line, folder);
        return File.Exists(path) ? new InputFile(NameOf(path, folder), path) : throw new FailureException(Missing(line, input, folder));
    }

    /// <summary>How a path is told.</summary>
    internal static string NameOf(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(path) : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static Failure Missing(string line, Input input, string folder) =>
        new(
            FailureCodes.UnreadableFile,
            IsPattern(line) ? $"`{line}` of `{input.Name}` fits no file." : Directory.Exists(Path.GetFullPath(line, folder)) ? $"`{line}` of `{input.Name}` is a folder." : $"`{line}` of `{input.Name}` does not exist.",
            "Check the path, and that the step which writes it ran: what is not there is no evidence.",
            SourcePlace.OfInput(input.Name));

    private static List<string> Fitting(string pattern, string folder)
    {
        if (Glob.TryParse(pattern.TrimStart('/'), out var problem) is not { } glob)
        {
            throw new FailureException(new Failure(FailureCodes.BadInputValue, $"`{pattern}` is not a pattern: {problem}."));
        }

        // An absolute pattern is matched with whole paths; the walk starts where its wildcards begin.
        var root = Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : folder;
        var end = pattern.LastIndexOf('/', pattern.AsSpan().IndexOfAny(Wildcards));
        var start = end < 0 ? root : Path.GetFullPath(pattern[..(end + 1)], folder);
        var found = new List<string>();
        var entries = 0;
        Walk(new DirectoryInfo(start), 0);
        found.Sort(StringComparer.Ordinal);
        return found;

        void Walk(DirectoryInfo at, int depth)
        {
            if (!at.Exists || depth > MaximumDepth)
            {
                return;
            }

            foreach (var entry in at.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None }))
            {
                if (++entries > MaximumEntries)
                {
                    throw new FailureException(new Failure(FailureCodes.UnreadableFile, $"There are more than {MaximumEntries} files below `{pattern}`.", "Let the pattern begin with the folder that has the reports."));
                }

                if (entry is DirectoryInfo below && entry.LinkTarget is null && entry.Name != ".git")
                {
                    Walk(below, depth + 1);
                }
                else if (entry is FileInfo && glob.Matches(Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/')))
                {
                    found.Add(entry.FullName);
                }
            }
        }
    }
}
