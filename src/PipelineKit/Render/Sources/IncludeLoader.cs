using PipelineKit.Templating;

namespace PipelineKit.Render.Sources;

/// <summary>The includes of one rendering: what the jail has, and a note of what was taken.</summary>
/// <param name="jail">Where they come from.</param>
internal sealed class IncludeLoader(IncludeJail jail) : ITemplateLoader
{
    private readonly Dictionary<string, IncludedFile> _used = new(StringComparer.Ordinal);

    /// <summary>Every file that was included, by path.</summary>
    internal IReadOnlyCollection<IncludedFile> Used => _used.Values;

    /// <inheritdoc />
    /// <exception cref="TemplateException">The name is not one that can be included, or there is no such file.</exception>
    public string? GetPath(string name, TemplatePlace from)
    {
        var file = jail.Find(name, out var problem) ?? throw new TemplateException(new TemplateDiagnostic(TemplateErrorKind.Runtime, from, problem!));
        _used[file.Path] = file;
        return file.Path;
    }

    /// <inheritdoc />
    public string? Load(string path) => _used.TryGetValue(path, out var file) ? file.Text : null;
}
