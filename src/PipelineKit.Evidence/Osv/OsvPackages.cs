namespace PipelineKit.Evidence;

/// <summary>A component as OSV would name it.</summary>
/// <param name="order">Its place among the components.</param>
/// <param name="component">The component.</param>
/// <param name="ecosystem">Its ecosystem with the release: <c>Debian:12</c>.</param>
/// <param name="names">The names records may have for it; none when OSV has no name for its ecosystem.</param>
/// <param name="version">The version that is compared.</param>
internal sealed class OsvPackage(int order, BomComponent component, string ecosystem, string[] names, string version)
{
    public int Order => order;

    public BomComponent Component => component;

    public string Ecosystem => ecosystem;

    public string[] Names => names;

    public string Version => version;

    public VersionScheme Scheme { get; } = VersionOrder.Of(ecosystem);

    /// <summary>Whether the export has data of its ecosystem.</summary>
    public bool HasData { get; set; }

    /// <summary>Whether there is a record about it that cannot be compared with its version.</summary>
    public bool IsUndecided { get; set; }

    /// <summary>Whether what was said about it is all the export can say.</summary>
    public bool IsCompared => HasData && !IsUndecided && VersionOrder.Compare(Scheme, version, version) == 0 && version.Length > 0;
}

/// <summary>The components of a bill of materials by ecosystem.</summary>
internal sealed class OsvPackages
{
    private readonly List<OsvPackage> _all = [];

    /// <summary>By ecosystem without the release, in order; only those OSV has a name for.</summary>
    public SortedDictionary<string, List<OsvPackage>> ByFamily { get; } = new(StringComparer.Ordinal);

    public static OsvPackages Of(Bom bom)
    {
        var packages = new OsvPackages();
        var distribution = "";
        foreach (var component in bom.Components)
        {
            if (component.Type == "operating-system")
            {
                distribution = $"{component.Package.Name.ToLowerInvariant()}-{component.Package.Version}";
            }
        }

        for (var i = 0; i < bom.Components.Count; i++)
        {
            var component = bom.Components[i];
            if (component.Package.Type.Length == 0 && (component.Type is "operating-system" or "file" or "container" or "device" or "firmware" or "data"))
            {
                continue;
            }

            packages.Add(OsvNames.Of(i, component, distribution));
        }

        return packages;
    }

    public List<OsvCoverage> Coverage(Dictionary<string, DateTimeOffset?> newest)
    {
        var counts = new SortedDictionary<string, (int Packages, int Compared)>(StringComparer.Ordinal);
        foreach (var package in _all)
        {
            var (count, compared) = counts.GetValueOrDefault(package.Ecosystem);
            counts[package.Ecosystem] = (count + 1, compared + (package.IsCompared ? 1 : 0));
        }

        var coverage = new List<OsvCoverage>();
        foreach (var (ecosystem, count) in counts)
        {
            coverage.Add(new OsvCoverage(ecosystem, count.Packages, count.Compared, newest.GetValueOrDefault(ecosystem)));
        }

        return coverage;
    }

    private void Add(OsvPackage package)
    {
        _all.Add(package);
        if (package.Names.Length == 0)
        {
            return;
        }

        var family = OsvNames.Family(package.Ecosystem);
        if (!ByFamily.TryGetValue(family, out var list))
        {
            ByFamily.Add(family, list = []);
        }

        list.Add(package);
    }
}
