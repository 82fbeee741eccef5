namespace PipelineKit.Evidence;

/// <summary>Bounds of reading layers.</summary>
public sealed record CatalogLimits
{
    /// <summary>The usual bounds.</summary>
    public static CatalogLimits Default { get; } = new();

    /// <summary>Most bytes of all layers, unpacked.</summary>
    public long UnpackedBytes { get; init; } = 20L << 30;

    /// <summary>Most entries of all layers.</summary>
    public int Entries { get; init; } = 2_000_000;

    /// <summary>Most bytes of one file that is read for packages; a larger one is said to be unreadable. Programs and archives of that size are held in memory one at a time.</summary>
    public int FileBytes { get; init; } = 256 << 20;

    /// <summary>Most bytes of one text or JSON file that is read for packages.</summary>
    public int TextBytes { get; init; } = 32 << 20;

    /// <summary>Most packages, those of files that a later layer replaces included.</summary>
    public int Packages { get; init; } = 500_000;

    /// <summary>Most links and files with packages that are kept while layers are read.</summary>
    public int Kept { get; init; } = 500_000;

    /// <summary>How many times its stored size a layer may unpack to, once it is larger than 64 MiB.</summary>
    public int Ratio { get; init; } = 500;
}
