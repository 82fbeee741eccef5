using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Render.Sources;

/// <summary>Finds the templates that the lines of <c>templates</c> mean.</summary>
internal static class TemplateDiscovery
{
    private const int MaximumFiles = 10_000;
    private const int MaximumDepth = 32;

    private static readonly EnumerationOptions OneFolder = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The templates, by output path; every problem at once.</summary>
    /// <param name="root">The working directory.</param>
    /// <param name="lines">Files, folders or globs.</param>
    /// <exception cref="FailureException">Nothing found, something that is no template, two that make one output.</exception>
    internal static IReadOnlyList<TemplateFile> Find(string root, IReadOnlyList<string> lines)
    {
        var problems = new List<Failure>();
        var byPath = new Dictionary<string, TemplateFile>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            foreach (var file in Find(root, Clean(line), problems))
            {
                byPath.TryAdd(file.Path, file);
            }
        }

        var files = byPath.Values.ToList();
        files.Sort(Compare);
        RefuseSameOutput(files, problems);
        return problems.Count == 0 ? files : throw new FailureException(problems);
    }

    // Without case first: on many disks names that differ in nothing else are one file.
    private static int Compare(TemplateFile a, TemplateFile b) =>
        string.Compare(a.Output, b.Output, StringComparison.OrdinalIgnoreCase) is not 0 and var order ? order : string.CompareOrdinal(a.Path, b.Path);

    private static string Clean(string line)
    {
        var path = line.Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        return path.TrimEnd('/') is { Length: > 0 } given && given != "." ? given : "";
    }

    private static List<TemplateFile> Find(string root, string line, List<Failure> problems)
    {
        if (Path.IsPathRooted(line) || line.Split('/').Contains("..", StringComparer.Ordinal))
        {
            problems.Add(Problem(line, "leads outside of the working directory", "Give a path below it, or set `working-directory`."));
            return [];
        }

        var full = Path.Combine(root, line);
        if (File.Exists(full))
        {
            return One(line, problems);
        }

        if (Directory.Exists(full))
        {
            return Below(root, line, glob: null, line, problems);
        }

        if (line.AsSpan().IndexOfAny("*?[{") < 0)
        {
            problems.Add(Problem(line, "does not exist", "Check the path: it is relative to the working directory."));
            return [];
        }

        if (Glob.TryParse(line, out var what) is not { } glob)
        {
            problems.Add(Problem(line, $"is not a pattern: {what}", remedy: null));
            return [];
        }

        var start = LiteralFolder(line);
        return Directory.Exists(Path.Combine(root, start)) ? Below(root, start, glob, line, problems) : Nothing(line, problems);
    }

    private static List<TemplateFile> One(string path, List<Failure> problems)
    {
        var slash = path.LastIndexOf('/');
        var name = path[(slash + 1)..];
        if (TemplateName.IsPartial(name))
        {
            problems.Add(Problem(path, "begins with `_` and so is only included", "Name the template that includes it, or rename the file."));
            return [];
        }

        return [new TemplateFile(path, slash < 0 ? "" : path[..slash], TemplateName.Output(name))];
    }

    private static List<TemplateFile> Below(string root, string folder, Glob? glob, string line, List<Failure> problems)
    {
        var paths = new List<string>();
        try
        {
            Walk(Path.Combine(root, folder), "", 0, paths);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(Problem(folder, "cannot be read: " + e.Message, remedy: null));
            return [];
        }

        if (paths.Count > MaximumFiles)
        {
            problems.Add(Problem(line, $"has more than {MaximumFiles} templates below it", "Name a folder that has fewer."));
            return [];
        }

        var prefix = folder.Length == 0 ? "" : folder + "/";
        var found = paths.Where(p => glob is null || glob.Matches(prefix + p)).Select(p => new TemplateFile(prefix + p, folder, TemplateName.Output(p))).ToList();
        return found.Count > 0 ? found : Nothing(line, problems);
    }

    // Links are not followed: what is rendered is what lies below the folder.
    private static void Walk(string folder, string relative, int depth, List<string> paths)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", OneFolder))
        {
            if (entry.Name[0] is '_' or '.' || entry.LinkTarget is not null || paths.Count > MaximumFiles)
            {
                continue;
            }

            if (entry is DirectoryInfo && depth < MaximumDepth)
            {
                Walk(entry.FullName, $"{relative}{entry.Name}/", depth + 1, paths);
            }
            else if (entry is FileInfo && TemplateName.IsTemplate(entry.Name))
            {
                paths.Add(relative + entry.Name);
            }
        }
    }

    // The folder that stands before the first part with a wildcard.
    private static string LiteralFolder(string glob)
    {
        var end = glob.LastIndexOf('/', glob.AsSpan().IndexOfAny("*?[{"));
        return end < 0 ? "" : glob[..end];
    }

    private static void RefuseSameOutput(List<TemplateFile> files, List<Failure> problems)
    {
        RefuseFilesAsFolders(files, problems);
        for (var i = 0; i < files.Count; i++)
        {
            if (string.Equals(files[i].Output, RenderRecord.FileName, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(new Failure(
                    FailureCodes.SameOutput, $"`{files[i].Path}` makes `{files[i].Output}`, which is the name of this command's own record", Place: new SourcePlace(files[i].Path)));
            }

            if (i > 0 && string.Equals(files[i - 1].Output, files[i].Output, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(new Failure(
                    FailureCodes.SameOutput, $"`{files[i - 1].Path}` and `{files[i].Path}` both make `{files[i].Output}`", Place: new SourcePlace(files[i].Path)));
            }
        }
    }

    private static void RefuseFilesAsFolders(List<TemplateFile> files, List<Failure> problems)
    {
        var outputs = files.Select(f => f.Output).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            for (var slash = file.Output.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = file.Output.IndexOf('/', slash + 1))
            {
                if (outputs.Contains(file.Output[..slash]))
                {
                    problems.Add(new Failure(
                        FailureCodes.SameOutput, $"`{file.Path}` makes `{file.Output}`, but `{file.Output[..slash]}` is made by another template and cannot be a folder", Place: new SourcePlace(file.Path)));
                }
            }
        }
    }

    private static List<TemplateFile> Nothing(string line, List<Failure> problems)
    {
        problems.Add(Problem(line, "has no template", "A template ends in `.sbn` or `.scriban` (`app.yaml.sbn`) and does not begin with `_`."));
        return [];
    }

    private static Failure Problem(string path, string what, string? remedy) =>
        new(FailureCodes.UnreadableFile, $"`{(path.Length == 0 ? "." : path)}` {what}", remedy, SourcePlace.OfInput(RenderAction.Templates.Name));
}
