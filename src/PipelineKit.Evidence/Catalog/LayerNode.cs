namespace PipelineKit.Evidence;

/// <summary>A place in the file tree of an image that holds something worth knowing, or leads to one.</summary>
internal sealed class LayerNode
{
    private int _clearedBy = -1;

    internal Dictionary<string, LayerNode>? Children { get; private set; }

    /// <summary>What was read from the file here.</summary>
    internal FileFacts? File { get; private set; }

    /// <summary>Where the link here points.</summary>
    internal string? Link { get; private set; }

    /// <summary>The layer of the file or link.</summary>
    internal int Layer { get; private set; }

    internal LayerNode GetOrAdd(string name)
    {
        Children ??= new Dictionary<string, LayerNode>(StringComparer.Ordinal);
        if (!Children.TryGetValue(name, out var child))
        {
            Children[name] = child = new LayerNode();
        }

        return child;
    }

    internal void Put(FileFacts file, int layer) => (Children, Link, File, Layer) = (null, null, file, layer);

    internal void Point(string target, int layer) => (Children, Link, File, Layer) = (null, target, null, layer);

    /// <summary>It is a folder from now on.</summary>
    internal void BecomeFolder() => (Link, File) = (null, null);

    /// <summary>It is something from now on that has no content worth knowing.</summary>
    internal void Forget() => (Children, Link, File) = (null, null, null);

    /// <summary>Takes away what lower layers put below here. A second time for the same layer there is nothing left to take.</summary>
    internal void ClearBelow(int layer)
    {
        if (_clearedBy == layer || Children is null)
        {
            return;
        }

        _clearedBy = layer;
        List<string> empty = [];
        foreach (var (name, child) in Children)
        {
            child.Clear(layer);
            if (child is { Children: null, File: null, Link: null })
            {
                empty.Add(name);
            }
        }

        empty.ForEach(name => Children.Remove(name));
        Children = Children.Count == 0 ? null : Children;
    }

    /// <summary>Takes away what lower layers put here and below.</summary>
    internal void Clear(int layer)
    {
        if (Layer < layer)
        {
            BecomeFolder();
        }

        ClearBelow(layer);
    }
}
