namespace PipelineKit.Evidence;

/// <summary>One finding of what several documents say; every choice is by value, never by position.</summary>
internal sealed class GroupSummary(SeverityRules rules, EpssScores? epss, KevCatalog? kev, AliasIndex aliases)
{
    private readonly Dictionary<string, SeverityRating[]> _severities = new(StringComparer.Ordinal);

    // Used again for every group.
    private readonly OpinionList _words = new();
    private readonly OpinionList _ratings = new();

    // Most packages with one vulnerability have the same opinions about it.
    private readonly Dictionary<string, SeverityRating[]> _opinions = new(StringComparer.Ordinal);

    internal UnitedFinding Of(FindingGroup group)
    {
        _words.Clear();
        _ratings.Clear();
        var others = new AliasSet(group.Id, aliases.Others(group.Id));
        var reported = new AliasSet(group.Id, []);
        var choice = new GroupChoice(group[0].Finding);
        var occurrences = new FindingOccurrence[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            var (finding, scanner, document, platform) = group[i];
            _words.Add(Word(scanner, finding.Severity));
            foreach (var rating in finding.Ratings)
            {
                _ratings.Add(rating);
            }

            choice.Add(finding);
            occurrences[i] = new FindingOccurrence(scanner, document, platform, finding.Path ?? "", finding.Line, finding.Layer ?? "");
            others.Add(VulnerabilityId.Normalize(finding.Id));
            reported.Add(VulnerabilityId.Normalize(finding.Id));
            foreach (var alias in finding.Aliases)
            {
                others.Add(VulnerabilityId.Normalize(alias));
            }
        }

        var names = others.Ordered();
        var severity = SeverityChoice.Choose(rules, _words.Items, _ratings.Items);
        var differs = SeverityChoice.Differs(_words.Items);
        foreach (var rating in _ratings.Items)
        {
            _words.Add(rating);
        }

        _words.Items.Sort(CompareOpinions);
        return new UnitedFinding
        {
            Kind = choice.Kind,
            Id = group.Id,
            Aliases = names,
            ReportedAs = reported.Ordered(),
            Package = choice.Package,
            OtherPurls = choice.OtherPurls(),
            PackageKey = group.PackageKey,
            Severity = severity,
            Opinions = Shared(group.Id),
            Disagree = differs,
            Fix = choice.Fix,
            FixedVersions = choice.FixedVersions,
            FixAvailableSince = choice.FixAvailableSince,
            Published = choice.Published,
            Epss = Score(group.Id, names) ?? choice.Epss,
            Exploited = Listed(group.Id, names, choice.Exploited),
            Occurrences = Ordered(occurrences),
            Title = choice.Title,
            Url = choice.Url,
            IsLowConfidence = choice.IsLowConfidence,
            Suppression = choice.Suppression,
        };
    }

    private SeverityRating[] Shared(string id)
    {
        if (!_opinions.TryGetValue(id, out var known) || !_words.Items.SequenceEqual(known))
        {
            known = [.. _words.Items];
            _opinions[id] = known;
        }

        return known;
    }

    private SeverityRating Word(string scanner, Severity severity)
    {
        if (!_severities.TryGetValue(scanner, out var words))
        {
            words = new SeverityRating[(int)Severity.Critical + 1];
            for (var i = 0; i < words.Length; i++)
            {
                words[i] = new SeverityRating(scanner, (Severity)i);
            }

            _severities.Add(scanner, words);
        }

        return words[(int)severity];
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
        said = Choice.Both(said, kev?.Find(id));
        for (var i = 0; kev is not null && i < names.Count; i++)
        {
            said = Choice.Both(said, kev.Find(names[i]));
        }

        return said;
    }

    private static int CompareOpinions(SeverityRating left, SeverityRating right)
    {
        var order = string.CompareOrdinal(left.Source, right.Source);
        order = order != 0 ? order : right.Severity.CompareTo(left.Severity);
        order = order != 0 ? order : Nullable.Compare(right.Score, left.Score);
        return order != 0 ? order : string.CompareOrdinal(left.Vector, right.Vector);
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
