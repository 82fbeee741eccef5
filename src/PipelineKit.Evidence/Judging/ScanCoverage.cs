namespace PipelineKit.Evidence;

/// <summary>What several scans together looked at.</summary>
internal sealed class ScanCoverage
{
    private readonly SortedDictionary<string, int?> _packages = new(StringComparer.Ordinal);

    internal static ScanCoverage Of(IReadOnlyList<ScanEvidence> scans)
    {
        var coverage = new ScanCoverage();
        foreach (var scan in scans)
        {
            coverage.Add(scan);
        }

        return coverage;
    }

    /// <summary>Whether the format of the scan has a place for what was looked at.</summary>
    internal static bool IsSaid(ScanEvidence scan) =>
        scan.Document.Document.Format is EvidenceFormat.Trivy or EvidenceFormat.OsvScanner or EvidenceFormat.CycloneDx or EvidenceFormat.CycloneDxXml;

    /// <summary>Whether it was looked at: a type of package URL, or <c>os</c> for the packages of any distribution. No package seen is not looked at.</summary>
    internal bool Has(string ecosystem) => ecosystem == "os" ? _packages.Any(p => Ecosystems.IsOfSystem(p.Key) && p.Value != 0) : _packages.TryGetValue(ecosystem, out var packages) && packages != 0;

    /// <summary>How many packages were seen; null when not said.</summary>
    internal int? Packages(string ecosystem) => _packages.GetValueOrDefault(ecosystem);

    internal IReadOnlyList<CoveredPart> Parts()
    {
        var parts = new List<CoveredPart>(_packages.Count);
        foreach (var (ecosystem, packages) in _packages)
        {
            parts.Add(new CoveredPart(ecosystem, "", packages));
        }

        return parts;
    }

    private void Add(ScanEvidence scan)
    {
        var seen = new SortedDictionary<string, int?>(StringComparer.Ordinal);
        foreach (var part in scan.Report.Coverage)
        {
            seen[part.Ecosystem] = seen.TryGetValue(part.Ecosystem, out var before) && (before is null || part.Packages is null) ? null : before.GetValueOrDefault() + part.Packages;
        }

        if (!IsSaid(scan))
        {
            AddImplied(seen, scan.Report);
        }

        foreach (var (ecosystem, packages) in seen)
        {
            _packages[ecosystem] = _packages.TryGetValue(ecosystem, out var before) ? More(before, packages) : packages;
        }
    }

    // A detected distribution, and packages that have findings, were looked at.
    private static void AddImplied(SortedDictionary<string, int?> seen, ScanReport report)
    {
        if (report.Subject.OperatingSystem is { } system && Ecosystems.OfFamily(system.Family) is { Length: > 0 } type)
        {
            seen.TryAdd(type, null);
        }

        foreach (var finding in report.Findings)
        {
            if (finding.Package.Type.Length > 0)
            {
                seen.TryAdd(finding.Package.Type, null);
            }
        }
    }

    // A number says more than none, but 0 says less.
    private static int? More(int? left, int? right) => left is null or 0 ? (right is null && left == 0 ? null : right is 0 ? left : right ?? left) : right is null ? left : Math.Max(left.Value, right.Value);
}
