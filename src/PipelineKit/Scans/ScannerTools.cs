using PipelineKit.Evidence;

namespace PipelineKit.Scans;

/// <summary>The scanners that are run. Their argument lists are fixed: nothing of a policy filters what they report.</summary>
internal static class ScannerTools
{
    /// <summary>Trivy: with everything it knows to look for in an image, and with all packages, which prove what it looked at.</summary>
    internal static ScannerTool Trivy { get; } = new()
    {
        Name = "trivy",
        Oldest = new Version(0, 50),
        Before = new Version(1, 0),
        Refused = (new Version(0, 69, 4), "it was published with code that steals credentials (CVE-2026-33634); remove it, and take every credential out of use that the machine had"),
        VersionArguments = ["version", "--format", "json"],
        ReadVersion = ScannerAnswers.TrivyVersion,
        ScanArguments = ["image", "--input", "image", "--format", "json", "--list-all-pkgs", "--scanners", "vuln,secret", "--exit-code", "0", "--no-progress"],
        TimeoutArgument = "--timeout",
        Format = EvidenceFormat.Trivy,
        Reported = [0],
        Failures = new Dictionary<int, string> { [1] = "it could not scan; mostly its vulnerability data could not be loaded" },
        DatabaseArguments = ["version", "--format", "json"],
        ReadDatabase = ScannerAnswers.TrivyDatabase,
        CacheVariable = "TRIVY_CACHE_DIR",
        CacheFolder = "trivy",
        Variables = ["TRIVY_DB_REPOSITORY", "TRIVY_JAVA_DB_REPOSITORY", "TRIVY_SKIP_DB_UPDATE", "TRIVY_SKIP_JAVA_DB_UPDATE", "TRIVY_OFFLINE_SCAN"],
        FixedVariables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TRIVY_SKIP_VERSION_CHECK"] = "true", ["TRIVY_DISABLE_TELEMETRY"] = "true" },
    };

    /// <summary>Grype.</summary>
    internal static ScannerTool Grype { get; } = new()
    {
        Name = "grype",
        Oldest = new Version(0, 70),
        Before = new Version(1, 0),
        VersionArguments = ["version", "--output", "json"],
        ReadVersion = ScannerAnswers.GrypeVersion,
        ScanArguments = ["oci-dir:image", "--output", "json"],
        Format = EvidenceFormat.Grype,
        Reported = [0],
        Failures = new Dictionary<int, string>
        {
            [1] = "it could not scan; mostly its vulnerability data could not be loaded or is too old for it",
            [2] = "it applied a severity cut-off that nobody asked for",
            [100] = "it wants newer vulnerability data first",
        },
        DatabaseArguments = ["db", "status", "--output", "json"],
        ReadDatabase = ScannerAnswers.GrypeDatabase,
        CacheVariable = "GRYPE_DB_CACHE_DIR",
        CacheFolder = "grype/db",
        Variables = ["GRYPE_DB_UPDATE_URL", "GRYPE_DB_AUTO_UPDATE", "GRYPE_DB_CA_CERT", "GRYPE_DB_MAX_ALLOWED_BUILT_AGE", "GRYPE_DB_VALIDATE_AGE"],
        FixedVariables = new Dictionary<string, string>(StringComparer.Ordinal) { ["GRYPE_CHECK_FOR_APP_UPDATE"] = "false" },
    };

    /// <summary>OSV-Scanner: asks osv.dev, or a local export when it was given one.</summary>
    internal static ScannerTool OsvScanner { get; } = new()
    {
        Name = "osv-scanner",
        Oldest = new Version(2, 0),
        Before = new Version(3, 0),
        VersionArguments = ["--version"],
        ReadVersion = ScannerAnswers.OsvVersion,
        ScanArguments = ["scan", "image", "--format", "json", "--all-packages", "--archive", "image.tar"],
        LocalDataArgument = "--offline",
        TakesArchive = true,
        Format = EvidenceFormat.OsvScanner,
        Reported = [0, 1],
        Failures = new Dictionary<int, string>
        {
            [127] = "it failed",
            [128] = "it found no packages, which is also what an image it cannot read looks like",
            [129] = "osv.dev did not answer it",
            [130] = "its configuration is not valid",
        },
        Service = "osv.dev",
        CacheVariable = "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY",
        Variables = [],
    };

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ScannerTool> All { get; } = [Trivy, Grype, OsvScanner];
}
