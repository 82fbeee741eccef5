namespace PipelineKit.Evidence;

/// <summary>What documents say about one thing. Most things are said once, so the first has its own place.</summary>
internal sealed class FindingGroup(string id, string packageKey)
{
    private SourcedFinding? _first;
    private List<SourcedFinding>? _more;

    internal string Id { get; } = id;

    internal string PackageKey { get; } = packageKey;

    internal int Count => _more is null ? 1 : _more.Count + 1;

    internal SourcedFinding this[int index] => index == 0 ? _first! : _more![index - 1];

    internal void Add(SourcedFinding sourced)
    {
        if (_first is null)
        {
            _first = sourced;
        }
        else
        {
            (_more ??= []).Add(sourced);
        }
    }
}
