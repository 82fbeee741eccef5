namespace PipelineKit.Evidence;

/// <summary>The names of the properties that say what CycloneDX itself has no member for. The prefix is ours; nobody else's documents have them.</summary>
internal static class CycloneDxProperties
{
    public const string SubjectDigest = "pipelinekit:subject:digest";
    public const string Platform = "pipelinekit:subject:platform";
    public const string Layer = "pipelinekit:component:layer";
    public const string LicenseExpression = "pipelinekit:license:expression";

    public const string Scanner = "pipelinekit:scan:scanner";
    public const string ScannerVersion = "pipelinekit:scan:scanner-version";
    public const string DatabaseBuilt = "pipelinekit:scan:database-built";
    public const string DatabaseVersion = "pipelinekit:scan:database-version";
    public const string ScannedAt = "pipelinekit:scan:at";
    public const string ScanSubject = "pipelinekit:scan:subject";
    public const string ScanManifest = "pipelinekit:scan:manifest";
    public const string ScanConfig = "pipelinekit:scan:config";
    public const string ScanLayer = "pipelinekit:scan:diff-id";
    public const string ScanPlatform = "pipelinekit:scan:platform";
    public const string SystemFamily = "pipelinekit:scan:os";
    public const string SystemVersion = "pipelinekit:scan:os-version";
    public const string SystemEnded = "pipelinekit:scan:os-end-of-life";
    public const string Covered = "pipelinekit:scan:covered";
    public const string FiltersSaid = "pipelinekit:scan:filters-said";
    public const string LeftOut = "pipelinekit:scan:left-out";
    public const string Succeeded = "pipelinekit:scan:succeeded";
    public const string ResultsAbsent = "pipelinekit:scan:results-absent";

    public const string Kind = "pipelinekit:finding:kind";
    public const string PackageType = "pipelinekit:finding:package-type";
    public const string PackageName = "pipelinekit:finding:package-name";
    public const string PackageVersion = "pipelinekit:finding:package-version";
    public const string PackageUrl = "pipelinekit:finding:package-url";
    public const string Path = "pipelinekit:finding:path";
    public const string Line = "pipelinekit:finding:line";
    public const string FindingLayer = "pipelinekit:finding:layer";
    public const string Severity = "pipelinekit:finding:severity";
    public const string Fix = "pipelinekit:finding:fix";
    public const string FixedVersion = "pipelinekit:finding:fixed-version";
    public const string FixSince = "pipelinekit:finding:fix-since";
    public const string Epss = "pipelinekit:finding:epss";
    public const string Exploited = "pipelinekit:finding:exploited";
    public const string ExploitedAdded = "pipelinekit:finding:exploited-added";
    public const string ExploitedDue = "pipelinekit:finding:exploited-due";
    public const string ExploitedRansomware = "pipelinekit:finding:exploited-ransomware";
    public const string LowConfidence = "pipelinekit:finding:low-confidence";
    public const string SuppressedBy = "pipelinekit:finding:suppressed-by";
    public const string SuppressedStatus = "pipelinekit:finding:suppressed-status";
    public const string SuppressedReason = "pipelinekit:finding:suppressed-reason";
}
