namespace PipelineKit.Manifests;

/// <summary>Anchors and aliases of a file. Looked up only when the file turns out to use them.</summary>
internal sealed class YamlAnchors
{
    private readonly Dictionary<string, List<YamlNode>> _definitions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);

    private readonly HashSet<(string Anchor, string Key)> _overrides = [];

    internal YamlAnchors(IReadOnlyList<YamlNode> documents)
    {
        foreach (var document in documents)
        {
            Collect(document);
        }
    }

    /// <summary>The node an alias stands for (its last definition before it); any other node, and an unknown alias, as it is.</summary>
    internal YamlNode Resolve(YamlNode node) =>
        node.Style == ScalarStyle.Alias && _definitions.TryGetValue(node.Text, out var definitions)
            ? definitions.FindLast(d => d.Span.Start < node.Span.Start) ?? node
            : node;

    /// <summary>Whether the node is used in other places as well.</summary>
    internal bool IsShared(YamlNode node) => node.Anchor is { } anchor && _aliases.Contains(anchor);

    /// <summary>Whether a mapping that merges this one (<c>&lt;&lt;: *anchor</c>) has this key of its own.</summary>
    internal bool IsOverridden(YamlNode mapping, string key) => mapping.Anchor is { } anchor && _overrides.Contains((anchor, key));

    private void CollectMerge(YamlNode mapping, YamlNode merged)
    {
        foreach (var alias in merged.Items.Prepend(merged).Where(n => n.Style == ScalarStyle.Alias))
        {
            _overrides.UnionWith(mapping.Entries.Select(e => (alias.Text, e.Key)));
        }
    }

    private void Collect(YamlNode node)
    {
        if (node.Anchor is { } anchor)
        {
            if (!_definitions.TryGetValue(anchor, out var definitions))
            {
                _definitions.Add(anchor, definitions = []);
            }

            definitions.Add(node);
        }

        if (node.Style == ScalarStyle.Alias)
        {
            _aliases.Add(node.Text);
        }

        foreach (var entry in node.Entries)
        {
            if (entry.Key == "<<")
            {
                CollectMerge(node, entry.Value);
            }

            Collect(entry.Value);
        }

        foreach (var item in node.Items)
        {
            Collect(item);
        }
    }
}
