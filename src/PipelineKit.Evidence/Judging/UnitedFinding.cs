using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>One vulnerability of one package (or one secret, misconfiguration or licence), with what every scanner says about it.</summary>
public sealed record UnitedFinding
{
    private readonly IReadOnlyList<FindingOccurrence>? _occurrences;
    private readonly FindingSource? _source;

    /// <summary>For everything else to be set.</summary>
    public UnitedFinding()
    {
    }

    /// <summary>One that is said once.</summary>
    [SetsRequiredMembers]
    internal UnitedFinding(Finding said, FindingSource source, string id, string packageKey, SharedOpinions opinions)
    {
        (Said, _source, Kind, Id, PackageKey) = (said, source, said.Kind, id, packageKey);
        (Severity, Opinions, Aliases) = (opinions.Severity, opinions.Items, []);
    }

    /// <summary>The kind.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>The identifier people know best of its group: CVE first, then GHSA, then the alphabetically first.</summary>
    public required string Id { get; init; }

    /// <summary>All other identifiers of the group, ordered.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The identifiers by which documents report it, where that is not just <see cref="Id"/>; ordered.</summary>
    public IReadOnlyList<string> ReportedAs { get; init; } = [];

    /// <summary>What the documents say of it together: the only one's own words, or what was chosen of several. Kind, identifier, aliases and severity are those of this record.</summary>
    public required Finding Said { get; init; }

    /// <summary>The package; versions that differ are different findings.</summary>
    public PackageIdentity Package => Said.Package;

    /// <summary>Further package URLs by which documents name the package (other qualifiers); ordered.</summary>
    public IReadOnlyList<string> OtherPurls { get; init; } = [];

    /// <summary>What stays the same over versions: type and name of the package in the one spelling of its ecosystem (<c>deb|zlib1g</c>), or the path for kinds without a package.</summary>
    public required string PackageKey { get; init; }

    /// <summary>The severity by the policy's rule.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who said what: the words of the scanners and the ratings they quote, ordered.</summary>
    public required IReadOnlyList<SeverityRating> Opinions { get; init; }

    /// <summary>Whether scanners disagree about the severity.</summary>
    public bool Disagree { get; init; }

    /// <summary>Whether anybody knows a fix.</summary>
    public FixState Fix => Said.Fix;

    /// <summary>All versions with a fix, ordered.</summary>
    public IReadOnlyList<string> FixedVersions => Said.FixedVersions;

    /// <summary>The earliest date of a fix; null when nobody says.</summary>
    public DateTimeOffset? FixAvailableSince => Said.FixAvailableSince;

    /// <summary>The earliest publication; null when nobody says.</summary>
    public DateTimeOffset? Published => Said.Published;

    /// <summary>EPSS of the group: the feed's, else the largest a document says.</summary>
    public double? Epss => Said.Epss;

    /// <summary>The entry in a catalogue of exploited vulnerabilities, of any identifier of the group.</summary>
    public KnownExploited? Exploited => Said.Exploited;

    /// <summary>Where it was found: document, platform, path, layer; ordered. Where only one document says it once, it is made when it is asked for.</summary>
    public IReadOnlyList<FindingOccurrence> Occurrences
    {
        get => _occurrences ?? (_source is null ? [] : [new FindingOccurrence(_source.Scanner, _source.Document, _source.Platform, Said.Path ?? "", Said.Line, Said.Layer ?? "")]);
        init => _occurrences = value;
    }

    /// <summary>A few words; may be empty.</summary>
    public string Title => Said.Title;

    /// <summary>Where to read more, or null.</summary>
    public string? Url => Said.Url;

    /// <summary>Whether every scanner that found it is unsure.</summary>
    public bool IsLowConfidence => Said.IsLowConfidence;

    /// <summary>The suppression when every document that reports it suppresses it; null when one of them does not.</summary>
    public Suppression? Suppression => Said.Suppression;

    /// <summary>What makes it the same finding in another image: kind (malware is a vulnerability here), identifier and package without version, ordinal.</summary>
    public string Key => $"{Texts.Word(Kind == FindingKind.Malware ? FindingKind.Vulnerability : Kind)}|{Id}|{PackageKey}";
}

/// <summary>Where a finding was seen.</summary>
/// <param name="Scanner">By whom.</param>
/// <param name="Document">In which document.</param>
/// <param name="Platform">On which platform; empty when not known.</param>
/// <param name="Path">In which file; empty when not said.</param>
/// <param name="Line">1-based line, or null.</param>
/// <param name="Layer">In which layer; empty when not said.</param>
public sealed record FindingOccurrence(string Scanner, string Document, string Platform, string Path, int? Line, string Layer);

/// <summary>A finding and where it is from.</summary>
/// <param name="Finding">What a document says.</param>
/// <param name="Source">Where it is said.</param>
public readonly record struct SourcedFinding(Finding Finding, FindingSource Source);

/// <summary>Where a finding is said.</summary>
/// <param name="Scanner">Who says it.</param>
/// <param name="Document">The document.</param>
/// <param name="Platform">The platform the document is about; empty when not known.</param>
public sealed record FindingSource(string Scanner, string Document, string Platform);
