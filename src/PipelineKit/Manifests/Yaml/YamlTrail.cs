using System.Globalization;
using System.Text;

namespace PipelineKit.Manifests;

/// <summary>The way from the root to the node being looked at; made into text only where something is found.</summary>
internal sealed class YamlTrail
{
    private readonly List<(string? Key, int Index)> _steps = [];

    internal void Push(string key) => _steps.Add((key, 0));

    internal void Push(int index) => _steps.Add((null, index));

    internal void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary><c>spec.containers[0].image</c>, with one more key.</summary>
    internal string With(string key)
    {
        Push(key);
        var text = ToString();
        Pop();
        return text;
    }

    /// <summary><c>spec.containers[0]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, index) in _steps)
        {
            _ = key is null
                ? text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']')
                : text.Append(text.Length > 0 ? "." : "").Append(key);
        }

        return text.ToString();
    }
}
