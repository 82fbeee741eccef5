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
    public static IReadOnlyList<UnitedFinding> Of(IReadOnlyList<SourcedFinding> findings, SeverityRules rules, EpssScores? epss, KevCatalog? kev) =>
        Of(findings, rules, epss, kev, AliasIndex.Of(findings));

    internal static UnitedFinding[] Of(IReadOnlyList<SourcedFinding> findings, SeverityRules rules, EpssScores? epss, KevCatalog? kev, AliasIndex aliases) =>
        FindingOrder.Sort(Unite(new FindingGroups(findings, aliases), new GroupSummary(rules, epss, kev, aliases)));

    // The tables of groups are let go before the findings are sorted.
    private static UnitedFinding[] Unite(FindingGroups groups, GroupSummary summary)
    {
        var united = new UnitedFinding[groups.Items.Length];
        for (var i = 0; i < united.Length; i++)
        {
            united[i] = summary.Of(groups, groups.Items[i]);
        }

        return united;
    }
}
