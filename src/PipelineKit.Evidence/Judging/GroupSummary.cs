namespace PipelineKit.Evidence;

/// <summary>One finding of what several documents say; every choice is by value, never by position.</summary>
internal sealed class GroupSummary(SeverityRules rules, EpssScores? epss, KevCatalog? kev, AliasIndex aliases)
{
    private readonly ScannerWords _scanners = new(rules);

    // Used again for every group.
    private readonly OpinionList _words = new();
    private readonly OpinionList _ratings = new();

    internal UnitedFinding Of(FindingGroups groups, FindingGroup group) => group.Count == 1 ? Of(groups[group.First], group) : OfSeveral(groups, group);

    // What is said once needs no choice: the finding stays what the document says.
    private UnitedFinding Of(SourcedFinding sourced, FindingGroup group)
    {
        var (finding, source) = sourced;
        var name = aliases.NameOf(finding.Id);
        IReadOnlyList<string> names = ReferenceEquals(name.Canonical, group.Id) ? name.Others : aliases.Others(group.Id);
        var reported = name.Normal;
        IReadOnlyList<string> reportedAs = [];
        if (finding.Aliases.Count > 0 || reported != group.Id)
        {
            var (others, own) = (new AliasSet(group.Id, aliases.Others(group.Id)), new AliasSet(group.Id, []));
            Add(others, own, finding);
            (names, reportedAs) = (others.Ordered(), own.Ordered());
        }

        var versions = GroupChoice.Ordered(finding.FixedVersions);
        var fix = GroupChoice.State(finding);
        var score = Score(group.Id, names) ?? finding.Epss;
        var exploited = Listed(group.Id, names, finding.Exploited);
        var isSame = ReferenceEquals(versions, finding.FixedVersions) && fix == finding.Fix && score == finding.Epss && exploited == finding.Exploited && finding.Url is not "";
        var said = isSame ? finding : finding with { FixedVersions = versions, Fix = fix, Epss = score, Exploited = exploited, Url = finding.Url is "" ? null : finding.Url };
        return new UnitedFinding(said, source, group.Id, group.PackageKey, _scanners.Opinions(source.Scanner, finding.Severity, finding.Ratings)) { Aliases = names, ReportedAs = reportedAs };
    }

    private UnitedFinding OfSeveral(FindingGroups groups, FindingGroup group)
    {
        _words.Clear();
        _ratings.Clear();
        var others = new AliasSet(group.Id, aliases.Others(group.Id));
        var reported = new AliasSet(group.Id, []);
        var choice = new GroupChoice(groups[group.First].Finding);
        var occurrences = new FindingOccurrence[group.Count];
        for (var (i, at) = (0, group.First); i < group.Count; i++, at = groups.Next(at))
        {
            var (finding, source) = groups[at];
            _words.Add(_scanners.Word(source.Scanner, finding.Severity));
            foreach (var rating in finding.Ratings)
            {
                _ratings.Add(rating);
            }

            choice.Add(finding);
            occurrences[i] = new FindingOccurrence(source.Scanner, source.Document, source.Platform, finding.Path ?? "", finding.Line, finding.Layer ?? "");
            Add(others, reported, finding);
        }

        var names = others.Ordered();
        var severity = SeverityChoice.Choose(rules, _words.Items, _ratings.Items);
        var differs = SeverityChoice.Differs(_words.Items);
        foreach (var rating in _ratings.Items)
        {
            _words.Add(rating);
        }

        return new UnitedFinding
        {
            Kind = choice.Kind,
            Id = group.Id,
            Aliases = names,
            ReportedAs = reported.Ordered(),
            Said = choice.ToFinding(group.Id, Score(group.Id, names), Listed(group.Id, names, choice.Exploited)),
            OtherPurls = choice.OtherPurls(),
            PackageKey = group.PackageKey,
            Severity = severity,
            Opinions = ScannerWords.Ordered(_words.Items),
            Disagree = differs,
            Occurrences = Ordered(occurrences),
        };
    }

    private static void Add(AliasSet others, AliasSet reported, Finding finding)
    {
        others.Add(VulnerabilityId.Normalize(finding.Id));
        reported.Add(VulnerabilityId.Normalize(finding.Id));
        foreach (var alias in finding.Aliases)
        {
            others.Add(VulnerabilityId.Normalize(alias));
        }
    }

    private double? Score(string id, IReadOnlyList<string> names)
    {
        var best = epss?.Find(id);
        for (var i = 0; epss is not null && i < names.Count; i++)
        {
            best = Choice.Largest(best, epss.Find(names[i]));
        }

        return best;
    }

    private KnownExploited? Listed(string id, IReadOnlyList<string> names, KnownExploited? said)
    {
        if (kev is null)
        {
            return said;
        }

        said = Choice.Both(said, kev.Find(id));
        for (var i = 0; i < names.Count; i++)
        {
            said = Choice.Both(said, kev.Find(names[i]));
        }

        return said;
    }

    private static FindingOccurrence[] Ordered(FindingOccurrence[] occurrences)
    {
        if (occurrences.Length == 1)
        {
            return occurrences;
        }

        Array.Sort(occurrences, CompareOccurrences);
        var kept = 1;
        for (var i = 1; i < occurrences.Length; i++)
        {
            if (occurrences[i] != occurrences[kept - 1])
            {
                occurrences[kept++] = occurrences[i];
            }
        }

        return kept == occurrences.Length ? occurrences : occurrences[..kept];
    }

    private static int CompareOccurrences(FindingOccurrence left, FindingOccurrence right)
    {
        var order = string.CompareOrdinal(left.Platform, right.Platform);
        order = order != 0 ? order : string.CompareOrdinal(left.Path, right.Path);
        order = order != 0 ? order : Nullable.Compare(left.Line, right.Line);
        order = order != 0 ? order : string.CompareOrdinal(left.Scanner, right.Scanner);
        order = order != 0 ? order : string.CompareOrdinal(left.Document, right.Document);
        return order != 0 ? order : string.CompareOrdinal(left.Layer, right.Layer);
    }
}
