namespace PipelineKit.Evidence;

/// <summary>What documents say about one thing: places in the list of what is said, each with the next. Most things are said once.</summary>
internal struct FindingGroup
{
    internal string Id;
    internal string PackageKey;
    internal int First;
    internal int Last;
    internal int Count;
}
