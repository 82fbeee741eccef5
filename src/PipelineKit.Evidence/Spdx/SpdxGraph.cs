namespace PipelineKit.Evidence;

/// <summary>Who depends on whom, collected in the order of the document.</summary>
internal sealed class SpdxGraph
{
    private readonly Dictionary<string, List<string>> _edges = new(StringComparer.Ordinal);
    private readonly HashSet<(string From, string To)> _known = [];

    /// <summary>Adds that one depends on (or contains) the other; once.</summary>
    public void Add(string from, string to)
    {
        if (from == to || !_known.Add((from, to)))
        {
            return;
        }

        if (!_edges.TryGetValue(from, out var list))
        {
            _edges.Add(from, list = []);
        }

        list.Add(to);
    }

    /// <summary>For each of the components, and the subject, that depends on something.</summary>
    public List<BomDependency> Of(IEnumerable<BomComponent> components)
    {
        var result = new List<BomDependency>();
        foreach (var component in components)
        {
            if (_edges.TryGetValue(component.Reference, out var list))
            {
                result.Add(new BomDependency(component.Reference, list));
            }
        }

        return result;
    }
}
