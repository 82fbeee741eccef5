namespace PipelineKit.Evidence;

/// <summary>One vulnerability of one package, with what every scanner says about it.</summary>
public sealed record UnitedFinding
{
    /// <summary>The kind.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>The identifier people know best of its group: CVE first, then GHSA, then the alphabetically first.</summary>
    public required string Id { get; init; }

    /// <summary>All other identifiers of the group, ordered.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The package; versions that differ are different findings.</summary>
    public required PackageIdentity Package { get; init; }

    /// <summary>The severity by the policy's rule.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who said what, by scanner and source, ordered.</summary>
    public required IReadOnlyList<SeverityRating> Opinions { get; init; }

    /// <summary>Whether scanners disagree about the severity.</summary>
    public bool Disagree { get; init; }

    /// <summary>Whether anybody knows a fix.</summary>
    public required FixState Fix { get; init; }

    /// <summary>All versions with a fix, ordered.</summary>
    public IReadOnlyList<string> FixedVersions { get; init; } = [];

    /// <summary>The earliest date of a fix; null when nobody says.</summary>
    public DateTimeOffset? FixAvailableSince { get; init; }

    /// <summary>The earliest publication; null when nobody says.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>EPSS of the group: the feed's, else the largest a document says.</summary>
    public double? Epss { get; init; }

    /// <summary>The entry in a catalogue of exploited vulnerabilities, of any identifier of the group.</summary>
    public KnownExploited? Exploited { get; init; }

    /// <summary>Where it was found: document, platform, path, layer; ordered.</summary>
    public required IReadOnlyList<FindingOccurrence> Occurrences { get; init; }

    /// <summary>A few words; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where to read more, or null.</summary>
    public string? Url { get; init; }

    /// <summary>Whether every scanner that found it is unsure.</summary>
    public bool IsLowConfidence { get; init; }

    /// <summary>What makes it the same finding in another image: kind, id and package without version, ordinal.</summary>
    public string Key => $"{Kind}|{Id}|{Package.Type}|{Package.Name}";
}

/// <summary>Where a finding was seen.</summary>
/// <param name="Scanner">By whom.</param>
/// <param name="Document">In which document.</param>
/// <param name="Platform">On which platform; empty when not known.</param>
/// <param name="Path">In which file; empty when not said.</param>
/// <param name="Line">1-based line, or null.</param>
/// <param name="Layer">In which layer; empty when not said.</param>
public sealed record FindingOccurrence(string Scanner, string Document, string Platform, string Path, int? Line, string Layer);

/// <summary>Unites what several scanners say: identifiers that are aliases of each other are one vulnerability.</summary>
public static class FindingUnion
{
    /// <summary>The findings of all documents, each vulnerability of each package once, ordered by kind, severity (gravest first), identifier and package. The order of what goes in does not matter.</summary>
    public static IReadOnlyList<UnitedFinding> Of(IEnumerable<(Finding Finding, string Scanner, string Document, string Platform)> findings, SeverityRules rules, EpssScores? epss, KevCatalog? kev) =>
        throw new NotImplementedException();
}
