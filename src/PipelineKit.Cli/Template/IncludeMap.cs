using PipelineKit.Templating;

namespace PipelineKit.Cli.Template;

/// <summary>Templates by name; the name is the path.</summary>
internal sealed class IncludeMap : ITemplateLoader
{
    private readonly ScriptObject _texts;
    private readonly string? _otherwise;
    private readonly ScriptArray? _withoutPath;
    private readonly ScriptArray? _withoutText;

    private IncludeMap(ScriptObject texts, string? otherwise, ScriptArray? withoutPath, ScriptArray? withoutText) =>
        (_texts, _otherwise, _withoutPath, _withoutText) = (texts, otherwise, withoutPath, withoutText);

    /// <summary>The map in one of its two forms: names and texts, or an object whose member <c>templates</c> has them.</summary>
    public static IncludeMap Of(ScriptObject map) => map["templates"].AsObject is { } templates
        ? new IncludeMap(templates, map["default"].AsString, map["null_paths"].AsArray, map["null_loads"].AsArray)
        : new IncludeMap(map, otherwise: null, withoutPath: null, withoutText: null);

    /// <inheritdoc />
    public string? GetPath(string name, TemplatePlace from) =>
        IsListed(_withoutPath, name) || !(_texts.Has(name) || _otherwise is not null || IsListed(_withoutText, name)) ? null : name;

    /// <inheritdoc />
    public string? Load(string path) =>
        IsListed(_withoutText, path) ? null : _texts[path].AsString ?? _otherwise?.Replace("$name", path, StringComparison.Ordinal);

    private static bool IsListed(ScriptArray? names, string name)
    {
        foreach (var listed in names is null ? [] : names.Items)
        {
            if (listed.AsString == name)
            {
                return true;
            }
        }

        return false;
    }
}
