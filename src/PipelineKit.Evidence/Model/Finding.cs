namespace PipelineKit.Evidence;

/// <summary>What kind of thing was found.</summary>
public enum FindingKind
{
    /// <summary>A known vulnerability of a package.</summary>
    Vulnerability,

    /// <summary>A package that is itself malicious (<c>MAL-*</c> of OSV).</summary>
    Malware,

    /// <summary>A setting that is unsafe.</summary>
    Misconfiguration,

    /// <summary>A secret in a file. The secret itself is never kept.</summary>
    Secret,

    /// <summary>A licence a scanner has an opinion about.</summary>
    License,
}

/// <summary>Whether there is a version without the vulnerability.</summary>
public enum FixState
{
    /// <summary>Not said.</summary>
    Unknown,

    /// <summary>There is one: <see cref="Finding.FixedVersions"/>.</summary>
    Fixed,

    /// <summary>Not yet.</summary>
    NotFixed,

    /// <summary>The vendor will not fix it.</summary>
    WontFix,
}

/// <summary>
/// One thing that one piece of evidence says about one package (or file) of an image. What several scanners say about the same thing is united later
/// (<see cref="FindingUnion"/>); a reader keeps what its document says.
/// </summary>
public sealed record Finding
{
    // There are tens of thousands of them: an instant is kept as its ticks in UTC, -1 for none, and a score as NaN when there is none.
    private readonly long _fixAvailableSince = -1;
    private readonly long _published = -1;
    private readonly double _epss = double.NaN;

    /// <summary>The kind.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>The identifier as the document has it: <c>CVE-2021-44228</c>, <c>GHSA-...</c>, <c>DEBIAN-CVE-...</c>, <c>SNYK-...</c>, a rule of a misconfiguration or secret scanner.</summary>
    public required string Id { get; init; }

    /// <summary>Other identifiers the document gives for the same thing, without <see cref="Id"/>; each once.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The package; for kinds without one, a <see cref="PackageIdentity"/> with an empty name.</summary>
    public PackageIdentity Package { get; init; } = PackageIdentity.None;

    /// <summary>Where in the image (<c>/usr/lib/x.jar</c>) or repository, or null.</summary>
    public string? Path { get; init; }

    /// <summary>1-based line of <see cref="Path"/>, for kinds that have one.</summary>
    public int? Line { get; init; }

    /// <summary>The layer it is in, as the document names it (the digest of the uncompressed layer where there is a choice); null when not said.</summary>
    public string? Layer { get; init; }

    /// <summary>The severity the document itself decided for.</summary>
    public Severity Severity { get; init; }

    /// <summary>Every opinion the document has, in its order; may be empty.</summary>
    public IReadOnlyList<SeverityRating> Ratings { get; init; } = [];

    /// <summary>Whether there is a fix.</summary>
    public FixState Fix { get; init; }

    /// <summary>The versions with the fix, in the order of the document.</summary>
    public IReadOnlyList<string> FixedVersions { get; init; } = [];

    /// <summary>Since when there is a fix; null when not said.</summary>
    public DateTimeOffset? FixAvailableSince
    {
        get => Instant(_fixAvailableSince);
        init => _fixAvailableSince = value?.UtcTicks ?? -1;
    }

    /// <summary>When the vulnerability was made public; null when not said.</summary>
    public DateTimeOffset? Published
    {
        get => Instant(_published);
        init => _published = value?.UtcTicks ?? -1;
    }

    /// <summary>The probability of being exploited in the next 30 days (EPSS), 0 to 1, as the document says; null when it does not.</summary>
    public double? Epss
    {
        get => double.IsNaN(_epss) ? null : _epss;
        init => _epss = value ?? double.NaN;
    }

    /// <summary>What the document says about it being exploited; null when nothing.</summary>
    public KnownExploited? Exploited { get; init; }

    /// <summary>A few words, at most 200 characters; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where to read more: an https address, or null.</summary>
    public string? Url { get; init; }

    /// <summary>Whether the scanner itself thinks little of the match (a CPE match, for example).</summary>
    public bool IsLowConfidence { get; init; }

    /// <summary>Why the document does not count it (ignored, judged by VEX, suppressed in SARIF); null when it counts.</summary>
    public Suppression? Suppression { get; init; }

    private static DateTimeOffset? Instant(long ticks) => ticks < 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}

/// <summary>Known to be exploited (CISA KEV and catalogues like it).</summary>
/// <param name="Catalog">Whose: <c>cisa</c>.</param>
/// <param name="Added">When it was added; null when not said.</param>
/// <param name="Due">Until when it must be remedied; null when not said.</param>
/// <param name="Ransomware">Whether it is used by ransomware.</param>
public sealed record KnownExploited(string Catalog, DateOnly? Added, DateOnly? Due, bool Ransomware);

/// <summary>A document's own reason for not counting a finding.</summary>
/// <param name="By">What did it: <c>ignore</c>, <c>vex</c>, <c>sarif</c>, <c>unimportant</c>.</param>
/// <param name="Status">The status it gave: <c>ignored</c>, <c>not_affected</c>, <c>fixed</c>, ...</param>
/// <param name="Reason">The reason given; may be empty.</param>
public sealed record Suppression(string By, string Status, string Reason);
