using PipelineKit.Actions;
using PipelineKit.Evidence;

namespace PipelineKit.ScanGate;

/// <summary>What was found in the layers of an image, as the report of a scanner: with exactly the coverage that the database has, and no more.</summary>
internal static class LayerReport
{
    /// <summary>The name of this program as a scanner.</summary>
    internal const string Scanner = "pipelinekit";

    /// <summary>The bill of materials, as made by this program now.</summary>
    internal static Bom BomOf(CataloguedImage image, DateTimeOffset at) => image.Bom with { Created = at, Tools = [new BomTool(Scanner, Product.Version)] };

    /// <summary>The report of matching it with a database.</summary>
    internal static ScanReport Of(CataloguedImage image, OsvMatch match, string name, DateTimeOffset at) =>
        new()
        {
            Scanner = new ScannerFacts(Scanner, Product.Version, Oldest(match)),
            ScannedAt = at,
            Subject = new SubjectFacts
            {
                Name = name,
                Manifests = [image.Manifest],
                Configs = [image.Config],
                DiffIds = image.DiffIds,
                Platform = image.Platform,
                OperatingSystem = image.OperatingSystem,
            },
            Coverage = Covered(image, match),
            Filters = new FilterFacts(IsSaid: true, []),
            Succeeded = true,
            Findings = match.Findings,
        };

    // A kind of package is covered when every part of it was compared and nothing of it was unreadable; a layer nobody read may hold anything.
    private static IReadOnlyList<CoveredPart> Covered(CataloguedImage image, OsvMatch match)
    {
        var unreadable = image.Coverage.Where(c => c.Unreadable.Count > 0).Select(c => c.Ecosystem).ToHashSet(StringComparer.Ordinal);
        return unreadable.Contains("layer") ? [] :
        [
            .. match.Ecosystems.GroupBy(e => TypeOf(e.Ecosystem), StringComparer.Ordinal)
                .Where(g => !unreadable.Contains(g.Key) && g.All(e => e.AsOf is not null && e.Compared == e.Packages))
                .SelectMany(g => g.Select(e => new CoveredPart(g.Key, e.Ecosystem, e.Compared))),
        ];
    }

    // The export is as old as its oldest part that was used.
    private static DateTimeOffset? Oldest(OsvMatch match) => match.Ecosystems.Where(e => e.AsOf is not null).Select(e => e.AsOf).Min();

    // OSV's name of an ecosystem, without its release, as the type of package URLs (https://ossf.github.io/osv-schema, "Defined Ecosystems").
    private static string TypeOf(string ecosystem) =>
        ecosystem.Split(':')[0] switch
        {
            "Debian" or "Ubuntu" => "deb",
            "Alpine" or "Wolfi" or "Chainguard" => "apk",
            "Go" => "golang",
            "crates.io" => "cargo",
            "RubyGems" => "gem",
            "Packagist" => "composer",
            "SwiftURL" => "swift",
            "ConanCenter" => "conan",
            "GitHub Actions" => "githubactions",
            "Rocky Linux" or "AlmaLinux" or "Red Hat" or "openSUSE" or "SUSE" or "Mageia" or "openEuler" or "Azure Linux" or "Photon OS" => "rpm",
            var other => other.ToLowerInvariant(),
        };
}
