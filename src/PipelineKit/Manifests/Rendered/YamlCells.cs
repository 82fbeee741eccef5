namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// The arrays of nodes that are not in use: one is kept. An array pool of the platform would have to be compiled for this type when the program runs.
/// </summary>
internal static class YamlCells
{
    private const int Smallest = 1024;
    private const int LargestKept = 1 << 18;
    private static YamlCell[]? _kept;

    internal static YamlCell[] Rent(int atLeast)
    {
        var kept = Interlocked.Exchange(ref _kept, null);
        return kept is not null && kept.Length >= atLeast ? kept : new YamlCell[Math.Max(Smallest, atLeast)];
    }

    internal static void Return(YamlCell[] cells)
    {
        if (cells.Length is > 0 and <= LargestKept)
        {
            Interlocked.Exchange(ref _kept, cells);
        }
    }

    internal static YamlCell[] Grown(YamlCell[] cells)
    {
        var larger = new YamlCell[cells.Length * 2];
        Array.Copy(cells, larger, cells.Length);
        return larger;
    }
}
