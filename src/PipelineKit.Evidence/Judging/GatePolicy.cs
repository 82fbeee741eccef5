using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What a rule does with what it applies to.</summary>
public enum GateAction
{
    /// <summary>Said, nothing more.</summary>
    Allow,

    /// <summary>A warning; the gate passes.</summary>
    Warn,

    /// <summary>A person must look; blocks unless an exception covers it.</summary>
    Review,

    /// <summary>Blocks.</summary>
    Block,
}

/// <summary>The policy of a gate. Every member has a value: what a file leaves out is the default, and the defaults are safe.</summary>
public sealed record GatePolicy
{
    /// <summary>The digest of the policy text (of the file, or of the canonical text of the inputs that stand for one).</summary>
    public required Digest Digest { get; init; }

    /// <summary>Its name for people: the path, or <c>inputs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The canonical text of a policy that stands for inputs; empty for a file.</summary>
    public string Text { get; init; } = "";

    /// <summary>What proves that the findings are all there are.</summary>
    public EvidenceRules Evidence { get; init; } = new();

    /// <summary>Rules for vulnerabilities, all that apply count, the gravest action wins. By default KEV blocks, critical blocks, high with a fix blocks, unknown is reviewed.</summary>
    public IReadOnlyList<VulnerabilityRule> Vulnerabilities { get; init; } = VulnerabilityRule.Defaults;

    /// <summary>How different severities of one vulnerability become one.</summary>
    public SeverityRules Severity { get; init; } = new();

    /// <summary>The comparison with what runs.</summary>
    public CompareMode Compare { get; init; }

    /// <summary>Licences.</summary>
    public LicenseRules Licenses { get; init; } = new();

    /// <summary>Secrets found.</summary>
    public GateAction Secrets { get; init; } = GateAction.Block;

    /// <summary>Misconfigurations from this severity on block; null ignores them (said in the result).</summary>
    public Severity? Misconfigurations { get; init; } = PipelineKit.Evidence.Severity.High;

    /// <summary>Bills of materials.</summary>
    public BomRules Bom { get; init; } = new();

    /// <summary>A distribution that is no longer supported.</summary>
    public GateAction EndOfLife { get; init; } = GateAction.Warn;

    /// <summary>Rules for exceptions.</summary>
    public ExceptionRules Exceptions { get; init; } = new();

    /// <summary>Rules for VEX.</summary>
    public VexRules Vex { get; init; } = new();
}

/// <summary>What must be proved about the evidence.</summary>
public sealed record EvidenceRules
{
    /// <summary>Whether a vulnerability scan must be there at all.</summary>
    public bool VulnerabilityScanRequired { get; init; } = true;

    /// <summary>Platforms that must be covered; empty means every platform of the image.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Whether evidence must be bound to the digest of the image. Without an image named, it cannot be.</summary>
    public bool Bound { get; init; } = true;

    /// <summary>Oldest scan; null for no limit.</summary>
    public TimeSpan? ScanAge { get; init; }

    /// <summary>Oldest vulnerability data; null for no limit. A document that does not say when its data was built does not satisfy a limit.</summary>
    public TimeSpan? DatabaseAge { get; init; }

    /// <summary>
    /// Ecosystems (package URL types, or <c>os</c>) that must have been looked at; empty for: everything the image's bill of materials has, when there is one. A format that has no place for what was looked at (Grype, SARIF)
    /// shows it by a detected distribution and by findings; what only the bill of materials asks for is then a warning, what is named here blocks.
    /// </summary>
    public IReadOnlyList<string> Coverage { get; init; } = [];

    /// <summary>How many different scanners must have looked at every platform, each without a gap in its proof.</summary>
    public int Scanners { get; init; } = 1;

    /// <summary>Whether a scan may leave findings out (severity, only fixed): its filters must be visible and empty, unless this is set.</summary>
    public bool FiltersAllowed { get; init; }

    /// <summary>Whether a format that cannot say how it was filtered (Trivy JSON, SARIF) is refused. Off by default: it is a warning then.</summary>
    public bool FiltersMustBeSaid { get; init; }

    /// <summary>
    /// Whether what every document that reports a finding suppresses (its own ignore file, its own VEX, a SARIF suppression) does not count. Off by default: a suppressed finding counts like any other,
    /// because nobody here can see who decided that, why, and until when.
    /// </summary>
    public bool SuppressionsAllowed { get; init; }
}

/// <summary>A rule for vulnerabilities: every criterion that is given must hold.</summary>
public sealed record VulnerabilityRule
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public GateAction Action { get; init; } = GateAction.Block;

    /// <summary>From this severity on; null for any. <see cref="PipelineKit.Evidence.Severity.Unknown"/> with <see cref="OnlyUnknown"/> means exactly unknown.</summary>
    public Severity? From { get; init; }

    /// <summary>Only those whose severity nobody knows.</summary>
    public bool OnlyUnknown { get; init; }

    /// <summary>Only those with a fix (true), only without (false), or either (null).</summary>
    public bool? Fixable { get; init; }

    /// <summary>Only those with a fix that is available for longer than this; one whose date is not known counts as longer.</summary>
    public TimeSpan? FixAvailableFor { get; init; }

    /// <summary>Only those known (published) for longer than this; one whose date is not known counts as longer.</summary>
    public TimeSpan? KnownFor { get; init; }

    /// <summary>EPSS probability from this on, 0 to 1. Without a file of scores, a finding whose score no report says counts as reaching it.</summary>
    public double? Epss { get; init; }

    /// <summary>Only those known to be exploited.</summary>
    public bool Exploited { get; init; }

    /// <summary>Only those known to be exploited whose due date in the catalogue is past (or not said).</summary>
    public bool PastDue { get; init; }

    /// <summary>Only malicious packages.</summary>
    public bool Malware { get; init; }

    /// <summary>Only these packages: purl patterns, types, or globs of names; empty for all.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Only these paths (globs); empty for all.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Only matches a scanner is sure of.</summary>
    public bool SureOnly { get; init; }

    /// <summary>The rules of a policy that has none.</summary>
    public static IReadOnlyList<VulnerabilityRule> Defaults { get; } =
    [
        new() { Id = "exploited", Exploited = true },
        new() { Id = "malware", Malware = true },
        new() { Id = "critical", From = PipelineKit.Evidence.Severity.Critical },
        new() { Id = "high-with-fix", From = PipelineKit.Evidence.Severity.High, Fixable = true },
        new() { Id = "unknown", OnlyUnknown = true, Action = GateAction.Review },
    ];
}

/// <summary>
/// What counts when severities differ. What a document itself decided for (Trivy prefers the vendor's rating, for example) is its word; the ratings it merely quotes count only where no document decided, or where the policy prefers their source.
/// </summary>
public enum Disagreement
{
    /// <summary>The gravest word.</summary>
    Worst,

    /// <summary>The first source (or scanner) of the preferred ones that has an opinion, else the gravest word.</summary>
    TrustedFirst,

    /// <summary>The gravest that at least two scanners say (or, where fewer than two decided, two sources of ratings); the gravest when no two agree.</summary>
    Quorum,
}

/// <summary>How severities become one.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Prefer">Preferred sources, first first: <c>vendor</c> stands for a distribution's own.</param>
public sealed record SeverityRules(Disagreement Rule, IReadOnlyList<string> Prefer)
{
    /// <summary>The gravest.</summary>
    public SeverityRules()
        : this(Disagreement.Worst, [])
    {
    }
}

/// <summary>How an image is compared with what runs.</summary>
public enum CompareMode
{
    /// <summary>Every finding counts.</summary>
    All,

    /// <summary>Only what the image adds counts, but for what is known to be exploited.</summary>
    NoWorse,
}

/// <summary>Rules for licences, by SPDX identifier (globs allowed: <c>GPL-*</c>; an entry without a wildcard comes before one with).</summary>
public sealed record LicenseRules
{
    /// <summary>When not empty, everything else is <see cref="Others"/>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Never.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>A person must look.</summary>
    public IReadOnlyList<string> Review { get; init; } = [];

    /// <summary>What happens to a licence that is on no list, when <see cref="Allow"/> is not empty.</summary>
    public GateAction Others { get; init; } = GateAction.Review;

    /// <summary>What happens to a component without a licence, or with one that is no SPDX expression, when any list is given.</summary>
    public GateAction Unknown { get; init; } = GateAction.Warn;

    /// <summary>Packages (purl patterns) for which no licence rule holds.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Whether there is anything to judge.</summary>
    public bool Any => Allow.Count + Deny.Count + Review.Count > 0;
}

/// <summary>Rules for bills of materials.</summary>
public sealed record BomRules
{
    /// <summary>Whether one must be there for every platform. One that was catalogued by the same run does not count: it proves nothing about what was delivered.</summary>
    public bool Required { get; init; }

    /// <summary>Formats that count: <c>cyclonedx&gt;=1.5</c>, <c>spdx&gt;=2.3</c>; empty for any.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Profiles every one must satisfy: <c>ntia-2021</c>, <c>bsi-tr-03183-2</c>.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];
}

/// <summary>Rules for exceptions.</summary>
public sealed record ExceptionRules
{
    /// <summary>The longest an exception may be valid for from its creation (or, without one, from now).</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How long before it expires a warning begins.</summary>
    public TimeSpan WarnBefore { get; init; } = TimeSpan.FromDays(14);

    /// <summary>What an exception that nothing matches does.</summary>
    public GateAction Unused { get; init; } = GateAction.Warn;

    /// <summary>What an expired one does, beside not counting.</summary>
    public GateAction Expired { get; init; } = GateAction.Warn;

    /// <summary>Whether entries of imported ignore files without an expiry count (with <see cref="MaximumAge"/> they cannot be bounded); they are refused otherwise.</summary>
    public bool ImportsWithoutExpiry { get; init; }
}

/// <summary>Rules for VEX.</summary>
public sealed record VexRules
{
    /// <summary>
    /// Authors believed, in globs (<c>https://github.com/acme/*</c>). When they disagree the most careful statement counts, whoever made it; of equal ones that of the earlier in this list is shown. Empty: nobody's "not affected" counts.
    /// </summary>
    public IReadOnlyList<string> Trust { get; init; } = [];

    /// <summary>What a statement that matches nothing does.</summary>
    public GateAction Unmatched { get; init; } = GateAction.Warn;

    /// <summary>Whether a product without a version means all its versions.</summary>
    public bool UnversionedProducts { get; init; }

    /// <summary>How long "under investigation" keeps a finding from blocking, from the time of the statement; null for not at all.</summary>
    public TimeSpan? InvestigationGrace { get; init; }
}
