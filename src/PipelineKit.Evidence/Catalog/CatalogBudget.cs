namespace PipelineKit.Evidence;

/// <summary>What reading one image has used of its bounds.</summary>
internal sealed class CatalogBudget(CatalogLimits limits)
{
    private long _bytes;
    private int _entries;
    private int _packages;

    internal CatalogLimits Limits { get; } = limits;

    internal void Unpack(int bytes, string name)
    {
        if ((_bytes += bytes) > Limits.UnpackedBytes)
        {
            throw TooLarge(name, $"the layers unpack to more than {Limits.UnpackedBytes} bytes");
        }
    }

    internal void Enter(string name)
    {
        if (++_entries > Limits.Entries)
        {
            throw TooLarge(name, $"the layers have more than {Limits.Entries} entries");
        }
    }

    internal void Add(int packages, string name)
    {
        if ((_packages += packages) > Limits.Packages)
        {
            throw TooLarge(name, $"the layers have more than {Limits.Packages} packages");
        }
    }

    private static EvidenceException TooLarge(string name, string what) => new(EvidenceProblem.TooLarge, name, $"{name}: {what}");
}
