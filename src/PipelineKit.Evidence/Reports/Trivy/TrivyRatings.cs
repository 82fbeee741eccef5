using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The opinions about one vulnerability: <c>VendorSeverity</c> has words by source (0 to 4), <c>CVSS</c> scores and vectors; a source may be in one, or in both.</summary>
internal sealed class TrivyRatings(FindingCollector collector)
{
    private const int V40Score = 0;
    private const int V3Score = 2;

    /// <summary>Newest version of CVSS first, score and vector in turns.</summary>
    private static readonly MemberTable Members = new("V40Score", "V40Vector", "V3Score", "V3Vector", "V2Score", "V2Vector");

    private const int Places = 1 << 10;
    private const int Seen = 1 << 12;
    private const uint Probes = 4;
    private const int LongestKnown = 2048;

    private readonly List<SeverityRating> _ratings = [];

    // A vulnerability is found in many packages, and then this part of it, the largest that is read, is written the same.
    private readonly KnownRatings?[] _known = new KnownRatings?[Places];
    private readonly uint[] _seen = new uint[Seen];

    /// <summary>The opinions in the order of the two members, and of the sources in them.</summary>
    /// <param name="severities">At the value of <c>VendorSeverity</c>; never begun when it is not there.</param>
    /// <param name="severitiesWritten">That value as it is written.</param>
    /// <param name="scores">At the value of <c>CVSS</c>.</param>
    /// <param name="scoresWritten">That value as it is written.</param>
    public IReadOnlyList<SeverityRating> Read(ref JsonScan severities, ReadOnlySpan<byte> severitiesWritten, ref JsonScan scores, ReadOnlySpan<byte> scoresWritten)
    {
        if (scores.TokenType != JsonTokenType.None && scores.TokenStartIndex < severities.TokenStartIndex)
        {
            // No Trivy writes them in this order.
            _ratings.Clear();
            ReadScores(ref scores);
            ReadSeverities(ref severities);
            return collector.Opinions(_ratings);
        }

        var hash = Hash(Hash((uint)severitiesWritten.Length, severitiesWritten), scoresWritten);
        for (var i = 0u; i < Probes; i++)
        {
            if (_known[(hash + i) % Places] is { } known && known.Is(severitiesWritten, scoresWritten))
            {
                return known.Ratings;
            }
        }

        _ratings.Clear();
        ReadSeverities(ref severities);
        ReadScores(ref scores);
        var ratings = collector.Opinions(_ratings);

        // What is there but once need not be kept.
        if (_seen[hash % Seen] == hash && severitiesWritten.Length + scoresWritten.Length <= LongestKnown)
        {
            Keep(hash, new KnownRatings(severitiesWritten.ToArray(), scoresWritten.ToArray(), ratings));
        }

        _seen[hash % Seen] = hash;
        return ratings;
    }

    private void Keep(uint hash, KnownRatings ratings)
    {
        var place = hash;
        while (_known[place % Places] is not null && place - hash < Probes)
        {
            place++;
        }

        _known[(place - hash < Probes ? place : hash) % Places] = ratings;
    }

    private void ReadSeverities(ref JsonScan reader)
    {
        if (reader.TokenType != JsonTokenType.None && reader.EnterObject())
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

    private void ReadScores(ref JsonScan reader)
    {
        if (reader.TokenType != JsonTokenType.None && reader.EnterObject())
        {
            while (reader.NextName(collector.Texts) is { } source)
            {
                ReadScore(ref reader, source);
            }
        }
    }

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

    private static uint Hash(uint hash, ReadOnlySpan<byte> text)
    {
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
        {
            hash = BitOperations.Crc32C(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));
        }

        foreach (var b in text)
        {
            hash = BitOperations.Crc32C(hash, b);
        }

        return hash;
    }

    private sealed class KnownRatings(byte[] severities, byte[] scores, IReadOnlyList<SeverityRating> ratings)
    {
        public IReadOnlyList<SeverityRating> Ratings => ratings;

        public bool Is(ReadOnlySpan<byte> otherSeverities, ReadOnlySpan<byte> otherScores) => otherSeverities.SequenceEqual(severities) && otherScores.SequenceEqual(scores);
    }
}
