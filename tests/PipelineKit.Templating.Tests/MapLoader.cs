using System.Text.Json;

namespace PipelineKit.Templating.Tests;

/// <summary>Templates by name, from a JSON object; some have no path, some no text.</summary>
internal sealed class MapLoader(string json) : ITemplateLoader, IDisposable
{
    private readonly JsonDocument _map = JsonDocument.Parse(json);

    public string? GetPath(string name, TemplatePlace from) => IsListed("null_paths", name) ? null : name;

    public string? Load(string path) =>
        IsListed("null_loads", path) ? null
        : _map.RootElement.GetProperty("templates").TryGetProperty(path, out var text) ? text.GetString()
        : _map.RootElement.TryGetProperty("default", out var other) ? other.GetString()!.Replace("$name", path, StringComparison.Ordinal)
        : null;

    public void Dispose() => _map.Dispose();

    private bool IsListed(string list, string name) =>
        _map.RootElement.TryGetProperty(list, out var names) && names.EnumerateArray().Any(n => n.GetString() == name);
}
