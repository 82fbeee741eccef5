using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>A value of a TOML file while it is being read.</summary>
/// <param name="shape">What it is made of.</param>
/// <param name="line">1-based line.</param>
/// <param name="column">1-based column.</param>
internal sealed class TomlNode(YamlShape shape, int line, int column)
{
    private readonly Dictionary<string, TomlNode> _members = new(StringComparer.Ordinal);
    private readonly List<TomlNode> _items = [];
    private readonly List<YamlPair> _pairs = [];

    internal YamlShape Shape => shape;

    internal int Line => line;

    internal string Text { get; init; } = "";

    internal bool IsQuoted { get; init; }

    /// <summary>Whether nothing may be added any more: an inline table, an array written as a value.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>Whether a table has had its own header.</summary>
    internal bool HasHeader { get; set; }

    internal TomlNode? Last => _items.Count == 0 ? null : _items[^1];

    internal TomlNode? Member(string key) => _members.GetValueOrDefault(key);

    internal void Add(TomlNode item) => _items.Add(item);

    internal void Add(string key, int keyLine, int keyColumn, TomlNode member, YamlSource source)
    {
        _members.Add(key, member);
        _pairs.Add(new YamlPair(key, keyLine, keyColumn, new YamlValue(source, YamlShape.Scalar, keyLine, keyColumn)));
    }

    /// <summary>As a value with places, which is what policy fields are read from.</summary>
    internal YamlValue ToValue(YamlSource source) =>
        new(source, shape, line, column)
        {
            Text = Text,
            IsQuoted = IsQuoted,
            Items = [.. _items.Select(i => i.ToValue(source))],
            Pairs = [.. _pairs.Select(p => p with { Value = _members[p.Key].ToValue(source) })],
        };
}
