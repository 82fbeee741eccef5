namespace PipelineKit.Evidence;

/// <summary>Names beside one that is known; the usual names are shared and only copied when there are others.</summary>
internal sealed class AliasSet(string self, IReadOnlyList<string> usual)
{
    private List<string>? _names;

    internal void Add(string name)
    {
        if (name == self || Contains(name))
        {
            return;
        }

        _names ??= [.. usual];
        _names.Add(name);
    }

    internal IReadOnlyList<string> Ordered()
    {
        _names?.Sort(StringComparer.Ordinal);
        return _names ?? usual;
    }

    private bool Contains(string name)
    {
        var names = _names ?? usual;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return true;
            }
        }

        return false;
    }
}
