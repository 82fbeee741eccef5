namespace PipelineKit.Evidence;

/// <summary>Opinions that findings share.</summary>
/// <param name="Severity">The severity they come to by the rule.</param>
/// <param name="Items">All of them, ordered.</param>
internal sealed record SharedOpinions(Severity Severity, SeverityRating[] Items);

/// <summary>
/// What scanners decide for, and what comes of it together with the ratings they quote. Readers share lists of ratings among findings, so what comes of a list is kept with it: most findings have one that was seen before.
/// </summary>
internal sealed class ScannerWords(SeverityRules rules)
{
    private readonly Dictionary<string, Words> _scanners = new(StringComparer.Ordinal);
    private Words? _last;

    /// <summary>What the scanner decided for, as an opinion.</summary>
    internal SeverityRating Word(string scanner, Severity severity) => Of(scanner).Ratings[(int)severity];

    /// <summary>The opinions about a finding that one scanner reports once.</summary>
    internal SharedOpinions Opinions(string scanner, Severity severity, IReadOnlyList<SeverityRating> ratings)
    {
        var words = Of(scanner);
        var known = words.Known[(int)severity];
        if (!known.TryGetValue(ratings, out var opinions))
        {
            known.Add(ratings, opinions = Make(words.Ratings[(int)severity], ratings));
        }

        return opinions;
    }

    /// <summary>Opinions, by source and gravest first.</summary>
    internal static SeverityRating[] Ordered(List<SeverityRating> opinions)
    {
        opinions.Sort(Compare);
        return [.. opinions];
    }

    private SharedOpinions Make(SeverityRating word, IReadOnlyList<SeverityRating> ratings)
    {
        var (quoted, all) = (new OpinionList(), new OpinionList());
        all.Add(word);
        foreach (var rating in ratings)
        {
            quoted.Add(rating);
            all.Add(rating);
        }

        return new SharedOpinions(SeverityChoice.Choose(rules, [word], quoted.Items), Ordered(all.Items));
    }

    private Words Of(string scanner)
    {
        if (_last is not null && ReferenceEquals(_last.Scanner, scanner))
        {
            return _last;
        }

        if (!_scanners.TryGetValue(scanner, out var words))
        {
            _scanners.Add(scanner, words = new Words(scanner));
        }

        return _last = words;
    }

    private static int Compare(SeverityRating left, SeverityRating right)
    {
        var order = string.CompareOrdinal(left.Source, right.Source);
        order = order != 0 ? order : (int)right.Severity - (int)left.Severity;
        order = order != 0 ? order : Nullable.Compare(right.Score, left.Score);
        return order != 0 ? order : string.CompareOrdinal(left.Vector, right.Vector);
    }

    private sealed class Words
    {
        internal Words(string scanner)
        {
            Scanner = scanner;
            for (var i = 0; i < Ratings.Length; i++)
            {
                Ratings[i] = new SeverityRating(scanner, (Severity)i);
                Known[i] = new Dictionary<object, SharedOpinions>(ReferenceEqualityComparer.Instance);
            }
        }

        internal string Scanner { get; }

        internal SeverityRating[] Ratings { get; } = new SeverityRating[(int)Severity.Critical + 1];

        internal Dictionary<object, SharedOpinions>[] Known { get; } = new Dictionary<object, SharedOpinions>[(int)Severity.Critical + 1];
    }
}
