using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Templating;

namespace PipelineKit.Render.Sources;

/// <summary>The templates of a run, parsed, and where their includes come from.</summary>
internal sealed class TemplateSet
{
    internal const int MaximumBytes = 4 << 20;

    private readonly Dictionary<string, IncludeJail> _jails = new(StringComparer.Ordinal);

    private TemplateSet(IReadOnlyList<ParsedFile> files, IEnumerable<string> roots, string workingDirectory)
    {
        Files = files;
        foreach (var root in roots)
        {
            _jails.TryAdd(root, new IncludeJail(workingDirectory, root));
        }
    }

    /// <summary>By output path.</summary>
    internal IReadOnlyList<ParsedFile> Files { get; }

    /// <summary>Reads and parses all of them; <paramref name="problems"/> gets every error of syntax in every file.</summary>
    /// <exception cref="FailureException">There is no template, or one cannot be read.</exception>
    internal static async Task<TemplateSet> ReadAsync(string root, RenderOptions options, List<Failure> problems, CancellationToken cancellation)
    {
        var found = TemplateDiscovery.Find(root, options.Templates);
        var parsed = new List<ParsedFile>(found.Count);
        var parsing = new TemplateParseOptions { Profile = options.Profile };
        foreach (var file in found)
        {
            var bytes = await SourceFile.ReadAsync(root, file.Path, MaximumBytes, cancellation);
            if (!SourceFile.TryDecode(bytes, out var text, out var line))
            {
                problems.Add(new Failure(FailureCodes.TemplateError, "the template is not UTF-8 text", "Save it as UTF-8.", new SourcePlace(file.Path, line, 1)));
                continue;
            }

            var template = Template.Parse(text, file.Path, parsing);
            foreach (var diagnostic in template.Diagnostics)
            {
                problems.Add(TemplateFailures.Of(diagnostic));
            }

            parsed.Add(new ParsedFile(file, template, SourceFile.HashOf(bytes)));
        }

        var includeRoot = options.IncludeRoot is { } given ? RootOf(root, given) : null;
        return new TemplateSet(parsed, includeRoot is null ? found.Select(f => f.Folder) : [includeRoot], root) { IncludeRoot = includeRoot };
    }

    private string? IncludeRoot { get; init; }

    /// <summary>Where the includes of a template come from.</summary>
    internal IncludeJail JailOf(TemplateFile file) => _jails[IncludeRoot ?? file.Folder];

    private static string RootOf(string root, string given)
    {
        var relative = Path.GetRelativePath(root, Path.GetFullPath(given, root)).Replace('\\', '/');
        if (!Directory.Exists(Path.Combine(root, relative)) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, $"the include root `{given}` is not a folder below the working directory", Place: SourcePlace.OfInput(RenderAction.IncludeRoot.Name)));
        }

        // A link that leads out would open the jail to the whole machine.
        var real = Path.GetRelativePath(WorkspacePath.Real(root), WorkspacePath.Real(Path.Combine(root, relative)));
        if (real == ".." || real.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(real))
        {
            throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, $"the include root `{given}` is a link that leads outside of the working directory", Place: SourcePlace.OfInput(RenderAction.IncludeRoot.Name)));
        }

        return relative == "." ? "" : relative;
    }
}
