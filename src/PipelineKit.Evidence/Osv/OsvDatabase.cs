namespace PipelineKit.Evidence;

/// <summary>
/// A local export of OSV (https://ossf.github.io/osv-schema), as OSV-Scanner keeps it: <c>FOLDER/{ecosystem}/all.zip</c> (also with <c>osv-scanner/</c> between), or a folder of JSON records per ecosystem.
/// </summary>
public sealed class OsvDatabase
{
    private readonly Dictionary<string, string> _sources;

    private OsvDatabase(string folder, Dictionary<string, string> sources) => (Folder, _sources) = (folder, sources);

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>The ecosystems it has, as its folders are named, ordered.</summary>
    public IReadOnlyList<string> Ecosystems => [.. _sources.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Opens it; nothing but the names of files is read.</summary>
    /// <exception cref="EvidenceException">There is no such folder, or nothing of OSV in it.</exception>
    public static OsvDatabase Open(string folder)
    {
        var sources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var root in (ReadOnlySpan<string>)[Path.Combine(folder, "osv-scanner"), folder])
        {
            foreach (var inner in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : [])
            {
                var zip = Path.Combine(inner, "all.zip");
                var isSource = File.Exists(zip) || Directory.EnumerateFiles(inner, "*.json").Any();
                if (isSource)
                {
                    sources.TryAdd(Path.GetFileName(inner), File.Exists(zip) ? zip : inner);
                }
            }
        }

        return sources.Count > 0 ? new OsvDatabase(folder, sources) : throw new EvidenceException(
            EvidenceProblem.UnknownFormat,
            folder,
            Directory.Exists(folder)
                ? "has no OSV data: there is one folder per ecosystem, named as OSV names it (npm, Debian, Alpine), with all.zip or the records (.json) in it"
                : "is no folder; an OSV database is a folder with one folder per ecosystem");
    }

    /// <summary>
    /// What is known about these components. <see cref="OsvMatch.Ecosystems"/> names every ecosystem of the components with the number of packages that could be compared; withdrawn records are left out.
    /// </summary>
    /// <param name="bom">The components.</param>
    /// <param name="limits">Bounds; <see cref="EvidenceLimits.Items"/> is that of the findings.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EvidenceException">A record that could be about a component is damaged, or something is beyond the bounds.</exception>
    public OsvMatch Match(Bom bom, EvidenceLimits limits, CancellationToken cancellation)
    {
        var packages = OsvPackages.Of(bom);
        var found = new List<(int Order, Finding Finding)>();
        var newest = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var group in packages.ByFamily)
        {
            if (Find(group.Key) is not { } source)
            {
                continue;
            }

            var index = new OsvIndex(group.Key, group.Value);
            foreach (var record in OsvSource.Read(source, cancellation))
            {
                if (index.IsWanted(record.Content.Span))
                {
                    OsvComparison.Match(record, index, found);
                }
            }

            foreach (var package in group.Value)
            {
                package.HasData = true;
                newest[package.Ecosystem] = index.Newest;
            }

            if (found.Count > limits.Items)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, Folder, $"has more than {limits.Items} findings for one bill of materials");
            }
        }

        found.Sort((a, b) => a.Order != b.Order ? a.Order.CompareTo(b.Order) : string.CompareOrdinal(a.Finding.Id, b.Finding.Id));
        return new OsvMatch(found.ConvertAll(f => f.Finding), packages.Coverage(newest));
    }

    /// <summary>The data of a family of ecosystems (<c>Debian</c> for <c>Debian:12</c>).</summary>
    private string? Find(string family) => _sources.GetValueOrDefault(family);
}

/// <summary>What an OSV export says about components.</summary>
/// <param name="Findings">In the order of the components; one per package and record (of an advisory about several vulnerabilities, one for each).</param>
/// <param name="Ecosystems">Per OSV ecosystem of the components, what was done; ordered.</param>
public sealed record OsvMatch(IReadOnlyList<Finding> Findings, IReadOnlyList<OsvCoverage> Ecosystems);

/// <summary>What an OSV export knows about an ecosystem.</summary>
/// <param name="Ecosystem">As OSV spells it: <c>Debian:12</c>; the type of the package URLs for one OSV has no name for, and <c>unknown</c> for components without.</param>
/// <param name="Packages">How many components are of it.</param>
/// <param name="Compared">How many of them could be compared with every record about them.</param>
/// <param name="AsOf">The newest <c>modified</c> of its records; null when the export has none of it.</param>
public sealed record OsvCoverage(string Ecosystem, int Packages, int Compared, DateTimeOffset? AsOf);
