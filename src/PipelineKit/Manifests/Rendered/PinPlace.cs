using System.Globalization;

namespace PipelineKit.Manifests.Rendered;

/// <summary>The place of a node, spelled out only when someone asks.</summary>
/// <param name="yaml">The stream.</param>
/// <param name="node">The node.</param>
/// <param name="outer">The place of the text that the stream is, or null.</param>
internal sealed class PinPlace(RenderedYaml yaml, int node, PinPlace? outer)
{
    public override string ToString()
    {
        var parts = new List<string>();
        for (var at = node; at >= 0 && yaml.Parent(at) >= 0; at = yaml.Parent(at))
        {
            var parent = yaml.Parent(at);
            parts.Add(yaml.Kind(parent) == YamlKind.Sequence ? $"[{Index(parent, at)}]" : "." + yaml.KeyText(at));
        }

        parts.Reverse();
        var path = string.Concat(parts).TrimStart('.');
        return outer is null ? path : path.Length == 0 ? outer.ToString() : $"{outer}: {path}";
    }

    private string Index(int parent, int item)
    {
        var index = 0;
        for (var at = yaml.FirstChild(parent); at >= 0 && at != item; at = yaml.NextSibling(at))
        {
            index++;
        }

        return index.ToString(CultureInfo.InvariantCulture);
    }
}
