namespace PipelineKit.Evidence;

/// <summary>Names beside one that is known; the usual names (ordered) are shared and only copied when there are others.</summary>
internal sealed class AliasSet(string self, List<string> usual)
{
    private SortedSet<string>? _others;

    internal void Add(string name)
    {
        if (name != self && usual.BinarySearch(name, StringComparer.Ordinal) < 0)
        {
            (_others ??= new SortedSet<string>(StringComparer.Ordinal)).Add(name);
        }
    }

    internal IReadOnlyList<string> Ordered()
    {
        if (_others is null)
        {
            return usual;
        }

        _others.UnionWith(usual);
        return [.. _others];
    }
}
