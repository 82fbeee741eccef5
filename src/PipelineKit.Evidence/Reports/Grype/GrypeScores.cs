namespace PipelineKit.Evidence;

/// <summary>Scores and catalogues in Grype's vulnerabilities.</summary>
internal static class GrypeScores
{
    private static readonly MemberTable CvssMembers = new("source", "vector", "metrics");
    private static readonly MemberTable Metrics = new("baseScore");
    private static readonly MemberTable Epss = new("epss");
    private static readonly MemberTable Exploited = new("dateAdded", "dueDate", "knownRansomwareCampaignUse");

    /// <summary>Adds the opinions of <c>cvss</c>.</summary>
    public static void ReadCvss(ref JsonScan reader, FindingCollector collector, List<SeverityRating> ratings)
    {
        if (!reader.EnterArray())
        {
            return;
        }

        while (reader.NextElement())
        {
            if (!reader.EnterObject())
            {
                continue;
            }

            string? source = null, vector = null;
            double? score = null;
            var seen = 0UL;
            for (int member; (member = reader.NextMember(CvssMembers, ref seen)) != JsonRead.End;)
            {
                switch (member)
                {
                    case 0:
                        source = reader.Text(collector.Texts);
                        break;
                    case 1:
                        vector = reader.Text(collector.Texts);
                        break;
                    default:
                        score = ReadOne(ref reader, Metrics);
                        break;
                }
            }

            score = score is > 0 and <= 10 ? score : null;
            ratings.Add(collector.Rating(RatingSources.Of(source), score is { } s ? Cvss.SeverityOf(s) : Severity.Unknown, score, string.IsNullOrEmpty(vector) ? null : vector));
        }
    }

    /// <summary>The largest of <c>epss</c> and what was known.</summary>
    public static double? ReadEpss(ref JsonScan reader, double? known)
    {
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                var at = reader.TokenStartIndex;
                if (ReadOne(ref reader, Epss) is { } probability)
                {
                    known = probability is < 0 or > 1 ? throw new JsonWrongException(at, "has an epss that is no probability from 0 to 1") : Math.Max(known ?? 0, probability);
                }
            }
        }

        return known;
    }

    /// <summary>The first entry of <c>knownExploited</c>; used by ransomware when any says so.</summary>
    public static KnownExploited? ReadExploited(ref JsonScan reader, TextPool texts)
    {
        KnownExploited? exploited = null;
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                var entry = ReadEntry(ref reader, texts);
                exploited = exploited is null ? entry : exploited with { Ransomware = exploited.Ransomware || entry.Ransomware };
            }
        }

        return exploited;
    }

    private static KnownExploited ReadEntry(ref JsonScan reader, TextPool texts)
    {
        DateOnly? added = null, due = null;
        var isRansomware = false;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(Exploited, ref seen)) != JsonRead.End;)
            {
                switch (member)
                {
                    case 0:
                        added = ReadDay(ref reader);
                        break;
                    case 1:
                        due = ReadDay(ref reader);
                        break;
                    default:
                        isRansomware = string.Equals(reader.Text(texts), "Known", StringComparison.OrdinalIgnoreCase);
                        break;
                }
            }
        }

        return new KnownExploited("cisa", added, due, isRansomware);
    }

    private static DateOnly? ReadDay(ref JsonScan reader) => reader.Instant() is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null;

    private static double? ReadOne(ref JsonScan reader, MemberTable members)
    {
        double? number = null;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(members, ref seen) != JsonRead.End)
            {
                number = reader.Number();
            }
        }

        return number;
    }
}
