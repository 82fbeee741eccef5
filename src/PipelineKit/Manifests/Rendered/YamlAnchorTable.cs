namespace PipelineKit.Manifests.Rendered;

/// <summary>An anchor of the document that is being read.</summary>
internal sealed class AnchoredNode(int start, int length, int cell, int expandedBefore)
{
    internal int Start { get; } = start;

    internal int Length { get; } = length;

    /// <summary>The node; -1 for a key.</summary>
    internal int Cell { get; } = cell;

    /// <summary>How many nodes aliases stood for when it began.</summary>
    internal int ExpandedBefore { get; } = expandedBefore;

    /// <summary>Nodes in it once its aliases are replaced; 0 while it is not complete.</summary>
    internal int Size { get; set; }
}

/// <summary>The anchors of one document. An anchor given twice means the later node from there on (YAML 1.2.2, section 7.1).</summary>
internal sealed class YamlAnchorTable
{
    private readonly List<AnchoredNode> _anchors = [];

    internal int Count => _anchors.Count;

    internal void Clear() => _anchors.Clear();

    internal void Add(AnchoredNode anchor) => _anchors.Add(anchor);

    internal AnchoredNode? Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        for (var i = _anchors.Count - 1; i >= 0; i--)
        {
            if (text.Slice(_anchors[i].Start, _anchors[i].Length).SequenceEqual(name))
            {
                return _anchors[i];
            }
        }

        return null;
    }

    internal AnchoredNode? Of(int cell)
    {
        for (var i = _anchors.Count - 1; i >= 0; i--)
        {
            if (_anchors[i].Cell == cell)
            {
                return _anchors[i];
            }
        }

        return null;
    }
}
