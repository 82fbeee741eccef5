namespace PipelineKit.Evidence;

/// <summary>One severity of many opinions (<see cref="Disagreement"/>).</summary>
internal static class SeverityChoice
{
    // Whoever rates for everybody; all other sources are vendors and distributions, who rate their own packages.
    private static readonly string[] Everybody = ["nvd", "ghsa", "github", "osv", "snyk", "gitlab", "cisa", "cvss", "epss", "first", "mitre", "trivy", "grype", "osv-scanner"];

    /// <summary>The severity by the rule.</summary>
    /// <param name="rules">The rule.</param>
    /// <param name="words">What each scanner decided for, one for each scanner and severity.</param>
    /// <param name="ratings">What is quoted.</param>
    internal static Severity Choose(SeverityRules rules, IReadOnlyList<SeverityRating> words, IReadOnlyList<SeverityRating> ratings)
    {
        if (rules.Rule == Disagreement.TrustedFirst)
        {
            foreach (var source in rules.Prefer)
            {
                var preferred = Worst(words, source);
                preferred = preferred == Severity.Unknown ? Worst(ratings, source) : preferred;
                if (preferred != Severity.Unknown)
                {
                    return preferred;
                }
            }
        }

        if (rules.Rule == Disagreement.Quorum && (Agreed(words) ?? (Sources(words) < 2 ? Agreed(ratings) : null)) is { } agreed)
        {
            return agreed;
        }

        var worst = Worst(words, source: null);
        return worst == Severity.Unknown ? Worst(ratings, source: null) : worst;
    }

    /// <summary>Whether those who decided decided differently.</summary>
    internal static bool Differs(IReadOnlyList<SeverityRating> words)
    {
        var first = Severity.Unknown;
        foreach (var word in words)
        {
            if (word.Severity != Severity.Unknown && first != Severity.Unknown && word.Severity != first)
            {
                return true;
            }

            first = word.Severity == Severity.Unknown ? first : word.Severity;
        }

        return false;
    }

    private static Severity Worst(IReadOnlyList<SeverityRating> opinions, string? source)
    {
        var worst = Severity.Unknown;
        foreach (var opinion in opinions)
        {
            if (opinion.Severity > worst && (source is null || opinion.Source == source || (source == "vendor" && Array.IndexOf(Everybody, opinion.Source) < 0)))
            {
                worst = opinion.Severity;
            }
        }

        return worst;
    }

    private static Severity? Agreed(IReadOnlyList<SeverityRating> opinions)
    {
        for (var severity = Severity.Critical; severity > Severity.Unknown; severity--)
        {
            string? who = null;
            foreach (var opinion in opinions)
            {
                if (opinion.Severity == severity && who is not null && opinion.Source != who)
                {
                    return severity;
                }

                who = opinion.Severity == severity ? opinion.Source : who;
            }
        }

        return null;
    }

    private static int Sources(IReadOnlyList<SeverityRating> opinions)
    {
        var sources = new HashSet<string>(StringComparer.Ordinal);
        foreach (var opinion in opinions)
        {
            if (opinion.Severity != Severity.Unknown)
            {
                sources.Add(opinion.Source);
            }
        }

        return sources.Count;
    }
}
