namespace PipelineKit.Evidence;

/// <summary>The opinions about one vulnerability: <c>VendorSeverity</c> has words by source (0 to 4), <c>CVSS</c> scores and vectors; a source may be in one, or in both.</summary>
internal sealed class TrivyRatings(FindingCollector collector)
{
    private const int V40Score = 0;
    private const int V3Score = 2;

    /// <summary>Newest version of CVSS first, score and vector in turns.</summary>
    private static readonly MemberTable Members = new("V40Score", "V40Vector", "V3Score", "V3Vector", "V2Score", "V2Vector");

    private readonly List<SeverityRating> _ratings = [];

    /// <summary>Reads <c>VendorSeverity</c>.</summary>
    public void ReadSeverities(ref JsonScan reader)
    {
        if (reader.EnterObject())
        {
            while (reader.NextName(collector.Texts) is { } source)
            {
                var severity = reader.Integer() switch
                {
                    1 => Severity.Low,
                    2 => Severity.Medium,
                    3 => Severity.High,
                    4 => Severity.Critical,
                    _ => Severity.Unknown,
                };
                Add(source, severity, null, null);
            }
        }
    }

    /// <summary>Reads <c>CVSS</c>.</summary>
    public void ReadScores(ref JsonScan reader)
    {
        if (reader.EnterObject())
        {
            while (reader.NextName(collector.Texts) is { } source)
            {
                ReadScore(ref reader, source);
            }
        }
    }

    /// <summary>Begins with the next vulnerability.</summary>
    public void Clear() => _ratings.Clear();

    /// <summary>The opinions, in the order of their sources in the document.</summary>
    public IReadOnlyList<SeverityRating> ToList() => collector.Opinions(_ratings);

    private void ReadScore(ref JsonScan reader, string source)
    {
        if (!reader.EnterObject())
        {
            return;
        }

        var (score, vector) = ((double?)null, (string?)null);
        var (scoreRank, vectorRank) = (int.MaxValue, int.MaxValue);
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            if (member is V40Score or V3Score or 4)
            {
                // Go leaves a score of 0 in place where there is none.
                if (reader.Number() is > 0 and <= 10 and var own && member < scoreRank)
                {
                    (score, scoreRank) = (own, member);
                }
            }
            else if (reader.Text(collector.Texts) is { Length: > 0 } own && member < vectorRank)
            {
                (vector, vectorRank) = (own, member);
            }
        }

        // A vector of another version than the score's says something else.
        vector = score is not null && vectorRank != scoreRank + 1 ? null : vector;
        Add(source, score is { } number ? PipelineKit.Evidence.Cvss.SeverityOf(number) : Severity.Unknown, score, vector);
    }

    private void Add(string source, Severity severity, double? score, string? vector)
    {
        for (var i = 0; i < _ratings.Count; i++)
        {
            if (_ratings[i].Source == source)
            {
                // The vendor's own word stands before what follows from a score.
                var known = _ratings[i];
                var isWord = score is null && vector is null;
                _ratings[i] = collector.Rating(
                    source, isWord || known.Severity == Severity.Unknown ? severity : known.Severity, score ?? known.Score, vector ?? known.Vector);
                return;
            }
        }

        _ratings.Add(collector.Rating(source, severity, score, vector));
    }
}
