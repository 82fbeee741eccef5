namespace PipelineKit.Evidence;

/// <summary>What a record says about severity: vectors, words of its database, urgencies of Debian.</summary>
internal static class OsvSeverity
{
    /// <summary>Every opinion, the record's own vectors first.</summary>
    public static List<SeverityRating> Ratings(DocumentNode record, List<DocumentNode> affected, string id)
    {
        var ratings = new List<SeverityRating>();
        var source = Source(id);
        Add(ratings, record, source);
        foreach (var part in affected)
        {
            Add(ratings, part, source);
            AddWord(ratings, part["ecosystem_specific"], "urgency", source);
            AddWord(ratings, part["ecosystem_specific"], "severity", source);
            AddWord(ratings, part["database_specific"], "severity", source);
        }

        AddWord(ratings, record["database_specific"], "severity", source);
        return ratings;
    }

    /// <summary>The one that counts: of the newest kind of vector the worst, else the worst word.</summary>
    public static Severity Decide(List<SeverityRating> ratings)
    {
        var decided = Severity.Unknown;
        var kind = -1;
        foreach (var rating in ratings)
        {
            var own = rating.Vector is null ? 0 : rating.Vector.StartsWith("CVSS:4", StringComparison.OrdinalIgnoreCase) ? 3 : rating.Vector.StartsWith("CVSS:3", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
            if (rating.Severity != Severity.Unknown && (own > kind || (own == kind && rating.Severity > decided)))
            {
                (decided, kind) = (rating.Severity, own);
            }
        }

        return decided;
    }

    private static void Add(List<SeverityRating> ratings, DocumentNode node, string source)
    {
        foreach (var item in node.Items("severity"))
        {
            var text = item.Text("score");
            Add(ratings, Cvss.TryScore(text, out var score)
                ? new SeverityRating(source, Cvss.SeverityOf(score), score, text)
                : new SeverityRating(source, Word(text)));
        }
    }

    private static void AddWord(List<SeverityRating> ratings, DocumentNode? node, string member, string source)
    {
        if (node is not null && node.IsObject && node[member] is { IsText: true } value && Word(value.AsText()) is var severity and not Severity.Unknown)
        {
            Add(ratings, new SeverityRating(source, severity));
        }
    }

    private static void Add(List<SeverityRating> ratings, SeverityRating rating)
    {
        if (!ratings.Contains(rating))
        {
            ratings.Add(rating);
        }
    }

    private static Severity Word(string word) => word.TrimEnd('*').ToLowerInvariant() switch
    {
        "critical" => Severity.Critical,
        "high" or "important" => Severity.High,
        "medium" or "moderate" => Severity.Medium,
        "low" => Severity.Low,
        "unimportant" or "negligible" or "none" => Severity.Negligible,
        _ => Severity.Unknown,
    };

    private static string Source(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return (dash < 0 ? id : id[..dash]) switch
        {
            "GHSA" => "ghsa",
            "DEBIAN" or "DSA" or "DLA" => "debian",
            "ALPINE" => "alpine",
            "UBUNTU" or "USN" => "ubuntu",
            "GO" => "go",
            "PYSEC" => "pypa",
            "RUSTSEC" => "rustsec",
            "RLSA" or "RXSA" => "rocky",
            "ALSA" or "ALBA" or "ALEA" => "alma",
            "CVE" => "nvd",
            _ => "osv",
        };
    }
}
