using System.Runtime.InteropServices;

namespace PipelineKit.Evidence;

/// <summary>
/// Unites what several scanners say. Identifiers the evidence calls aliases are one vulnerability (<see cref="UnitedFinding.Id"/>); a package is its type, name and version in the one spelling of its ecosystem,
/// a distribution's source package and binary package stay two; the same thing at several paths, on several platforms or in several documents is one finding with several occurrences.
/// </summary>
public static class FindingUnion
{
    /// <summary>The findings of all documents, each vulnerability of each package once, ordered by kind, severity (gravest first), identifier and package. The order of what goes in does not matter.</summary>
    /// <param name="findings">What documents say.</param>
    /// <param name="rules">How different severities become one.</param>
    /// <param name="epss">Scores that count more than those in documents; null for none.</param>
    /// <param name="kev">Known exploited vulnerabilities; null for none.</param>
    public static IReadOnlyList<UnitedFinding> Of(IReadOnlyCollection<SourcedFinding> findings, SeverityRules rules, EpssScores? epss, KevCatalog? kev) =>
        Of(findings, rules, epss, kev, AliasIndex.Of(findings));

    internal static IReadOnlyList<UnitedFinding> Of(IReadOnlyCollection<SourcedFinding> findings, SeverityRules rules, EpssScores? epss, KevCatalog? kev, AliasIndex aliases)
    {
        var packages = new PackageTable();
        foreach (var sourced in findings)
        {
            packages.Add(sourced.Finding.Package);
        }

        var same = packages.Untyped();
        var vulnerabilities = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new Dictionary<long, FindingGroup>();
        foreach (var sourced in findings)
        {
            var finding = sourced.Finding;
            var isVulnerability = finding.Kind is FindingKind.Vulnerability or FindingKind.Malware;
            var id = isVulnerability ? aliases.Canonical(finding) : finding.Id;
            var package = same[packages.Add(finding.Package)];
            var packageKey = finding.Package.Name.Length > 0 || finding.Package.Purl is not null ? packages.Key(package) : finding.Path ?? "";
            var number = isVulnerability ? Number(vulnerabilities, id) : ~Number(places, $"{finding.Kind}\n{packageKey}\n{id}");
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, ((long)number << 32) | (uint)package, out _);
            group ??= new FindingGroup(id, packageKey);
            group.Add(sourced);
        }

        var summary = new GroupSummary(rules, epss, kev, aliases);
        var united = new List<UnitedFinding>(groups.Count);
        foreach (var group in groups.Values)
        {
            united.Add(summary.Of(group));
        }

        united.Sort(Compare);
        return united;
    }

    private static int Number(Dictionary<string, int> numbers, string text)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, text, out var isKnown);
        number = isKnown ? number : numbers.Count;
        return number;
    }

    private static int Compare(UnitedFinding left, UnitedFinding right)
    {
        var order = left.Kind.CompareTo(right.Kind);
        order = order != 0 ? order : right.Severity.CompareTo(left.Severity);
        order = order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
        order = order != 0 ? order : string.CompareOrdinal(left.PackageKey, right.PackageKey);
        order = order != 0 ? order : string.CompareOrdinal(left.Package.Version, right.Package.Version);
        return order != 0 ? order : string.CompareOrdinal(left.Package.Purl, right.Package.Purl);
    }
}
