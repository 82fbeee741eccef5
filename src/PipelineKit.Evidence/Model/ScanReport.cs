using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What a scanner says: findings, and everything that proves (or does not prove) that they are all there are.</summary>
public sealed record ScanReport
{
    /// <summary>The scanner.</summary>
    public required ScannerFacts Scanner { get; init; }

    /// <summary>When the scan was made; null when the document does not say.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>What was scanned.</summary>
    public SubjectFacts Subject { get; init; } = new();

    /// <summary>What was looked at.</summary>
    public IReadOnlyList<CoveredPart> Coverage { get; init; } = [];

    /// <summary>What was left out.</summary>
    public FilterFacts Filters { get; init; } = FilterFacts.NotSaid;

    /// <summary>Whether the scanner says that it succeeded; null when the format cannot say. A document that says it failed is no evidence (<see cref="EvidenceProblem.ScanFailed"/>).</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Whether the document has a place for results that is not there at all, which is also what a scan that did not run looks like.</summary>
    public bool ResultsAbsent { get; init; }

    /// <summary>The findings in the order of the document, suppressed ones included.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>Who scanned, with which data.</summary>
/// <param name="Name">Lower case: <c>trivy</c>, <c>grype</c>, <c>osv-scanner</c>, <c>snyk</c>, the tool of a SARIF log.</param>
/// <param name="Version">Its version; empty when not said.</param>
/// <param name="DatabaseBuilt">When its vulnerability data was built; null when not said, and then no freshness can be proved.</param>
/// <param name="DatabaseVersion">The version of that data; empty when not said.</param>
public sealed record ScannerFacts(string Name, string Version = "", DateTimeOffset? DatabaseBuilt = null, string DatabaseVersion = "");

/// <summary>Which image was scanned, as far as the document says.</summary>
public sealed record SubjectFacts
{
    /// <summary>The name the scanner was given; empty when not said.</summary>
    public string Name { get; init; } = "";

    /// <summary>Digests of manifests or indexes it names (<c>RepoDigests</c>, <c>manifestDigest</c>, the hash of the BOM's subject).</summary>
    public IReadOnlyList<Digest> Manifests { get; init; } = [];

    /// <summary>Digests of image configurations it names (<c>ImageID</c>).</summary>
    public IReadOnlyList<Digest> Configs { get; init; } = [];

    /// <summary>Digests of uncompressed layers, bottom first (<c>DiffIDs</c>).</summary>
    public IReadOnlyList<Digest> DiffIds { get; init; } = [];

    /// <summary>The platform: <c>linux/amd64</c>; null when not said.</summary>
    public string? Platform { get; init; }

    /// <summary>The operating system; null when none was detected or said.</summary>
    public OperatingSystemFacts? OperatingSystem { get; init; }
}

/// <summary>The distribution of an image.</summary>
/// <param name="Family">Its identifier in os-release: <c>debian</c>, <c>alpine</c>.</param>
/// <param name="Version">Its version: <c>12.5</c>.</param>
/// <param name="IsEndOfLife">Whether the document says it is no longer supported; null when it does not say.</param>
public sealed record OperatingSystemFacts(string Family, string Version, bool? IsEndOfLife = null);

/// <summary>A part of the image that was looked at.</summary>
/// <param name="Ecosystem">The type of package URL (<c>deb</c>, <c>npm</c>), or <c>secret</c>, <c>misconfiguration</c>, <c>license</c>.</param>
/// <param name="Target">What: <c>app/package-lock.json</c>; may be empty.</param>
/// <param name="Packages">How many packages were seen there; null when not said.</param>
public sealed record CoveredPart(string Ecosystem, string Target, int? Packages);

/// <summary>What a scanner was told to leave out.</summary>
/// <param name="IsSaid">Whether the document says it at all: Trivy's JSON does not, Grype's does.</param>
/// <param name="LeftOut">Each filter in words: <c>only-fixed</c>, <c>severity &lt; high</c>; empty with <paramref name="IsSaid"/> means that nothing was left out.</param>
public sealed record FilterFacts(bool IsSaid, IReadOnlyList<string> LeftOut)
{
    /// <summary>The document does not say.</summary>
    public static FilterFacts NotSaid { get; } = new(IsSaid: false, []);

    /// <summary>Nothing was left out.</summary>
    public static FilterFacts None { get; } = new(IsSaid: true, []);
}
