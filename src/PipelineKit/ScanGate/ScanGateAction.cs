using PipelineKit.Actions;
using PipelineKit.Evidence;
using PipelineKit.Images;
using PipelineKit.Signing;
using PipelineKit.Trust;

namespace PipelineKit.ScanGate;

/// <summary>The inputs and outputs of scan-gate.</summary>
public static class ScanGateAction
{
    internal static readonly Input<string> Image = Inputs.Text(
        "image", "The image to judge: `name@sha256:...`, `oci:FOLDER[:NAME]`, or `docker:NAME` of the local Docker Engine. A tag is refused unless `resolve` is set.");

    internal static readonly Input<bool> Resolve = Inputs.Flag("resolve", "Take a tag too: it is looked up once, and the digest is what is judged and told.");

    internal static readonly Input<IReadOnlyList<string>> Reports = Inputs.Lines(
        "reports",
        "What scanners found, files or globs, one a line: JSON of Trivy, Grype, OSV-Scanner, Snyk or GitLab, SARIF, CycloneDX with vulnerabilities; may be gzip. The format is detected.");

    internal static readonly Input<IReadOnlyList<string>> Sbom = Inputs.Lines(
        "sbom", "Bills of materials, files or globs, one a line: CycloneDX 1.2 to 1.7 (JSON or XML), SPDX 2.2, 2.3 or 3.0 (JSON).");

    internal static readonly Input<IReadOnlyList<string>> Vex = Inputs.Lines(
        "vex", "VEX documents, files or globs, one a line: OpenVEX, CSAF, CycloneDX. Only authors that the policy (or `vex-trust`) names are believed.");

    internal static readonly Input<string> Policy = Inputs.Path(
        "policy", "The policy, a YAML file; docs/scan-gate-policy.md has a cookbook. Without one, the inputs from `mode` to `allow-unbound` are the policy.");

    internal static readonly Input<IReadOnlyList<string>> Exceptions = Inputs.Lines(
        "exceptions",
        "Exceptions from the policy, files or globs, one a line: YAML with owner, reason and expiry, or another tool's `.trivyignore`, `.trivyignore.yaml`, `.grype.yaml`, `osv-scanner.toml` or `.snyk`.");

    internal static readonly Input<IReadOnlyList<string>> Scanners = Inputs.Words(
        "scanner", "Scanners to run: `trivy`, `grype`, `osv-scanner` from PATH, or `trivy=REPOSITORY@sha256:...` to run the image of one with the Docker Engine.");

    internal static readonly Input<string> Database = Inputs.Path(
        "database", "A folder with an export of OSV, as OSV-Scanner keeps it. With it the packages of the image's layers are matched here, without any scanner.");

    internal static readonly Input<bool> Catalog = Inputs.Flag(
        "catalog", "Look into the layers although reports are given: every kind of package that is there must then be covered by them. On by itself with `database`, and when there are neither reports nor scanners.");

    internal static readonly Input<string> Epss = Inputs.Path("epss", "EPSS scores: `epss_scores-current.csv` or `.csv.gz`.");

    internal static readonly Input<string> Kev = Inputs.Path("kev", "The catalogue of known exploited vulnerabilities of CISA, JSON.");

    internal static readonly Input<IReadOnlyList<string>> CompareTo = Inputs.Lines(
        "compare-to",
        "What runs now: an image by digest (or `oci:`, `docker:`), reports of it, or `lock:FILE` for the image of the same repository in that image lock; `{environment}` is replaced.");

    internal static readonly Input<string> Environment = Inputs.Text("environment", "Where the image is to go, such as `production`: exceptions can be for some environments only.");

    internal static readonly Input<CompareMode> Mode = Inputs.Choice(
        "mode",
        "`all`: every finding counts. `no-worse`: only what the image adds to `compare-to` blocks, and what is known to be exploited.",
        [("all", CompareMode.All), ("no-worse", CompareMode.NoWorse)],
        "all");

    internal static readonly Input<Severity?> FailOn = Inputs.Choice<Severity?>(
        "fail-on",
        "The severity from which vulnerabilities block. `default`: critical, high with a fix, exploited, and malware.",
        [
            ("default", null), ("critical", Severity.Critical), ("high", Severity.High), ("medium", Severity.Medium), ("low", Severity.Low),
            ("negligible", Severity.Negligible),
        ],
        "default");

    internal static readonly Input<bool> OnlyFixed = Inputs.Flag("only-fixed", "With `fail-on`: only vulnerabilities that have a fix block; exploited ones always do.");

    internal static readonly Input<bool> FailOnExploited = Inputs.Flag("fail-on-exploited", "Vulnerabilities known to be exploited block, whatever their severity.", @default: true);

    internal static readonly Input<double?> EpssThreshold = Optional(
        "epss-threshold", InputShape.Text, "The EPSS probability from which vulnerabilities block, 0 to 1, such as `0.1`.", ScanGateValues.ParseProbability);

    internal static readonly Input<TimeSpan?> MaximumScanAge = Optional(
        "max-scan-age", InputShape.Duration, "The oldest scan that counts, such as `24h`. Default: no limit.", ScanGateValues.ParseDuration);

    internal static readonly Input<TimeSpan?> MaximumDatabaseAge = Optional(
        "max-database-age", InputShape.Duration, "The oldest vulnerability data a scan may have used, such as `48h`; a report that does not say does not count. Default: no limit.",
        ScanGateValues.ParseDuration);

    internal static readonly Input<IReadOnlyList<string>> AllowLicenses = Inputs.Words("allow-licenses", "SPDX identifiers of licences that are allowed, such as `MIT,Apache-2.0`; others must be looked at.");

    internal static readonly Input<IReadOnlyList<string>> DenyLicenses = Inputs.Words("deny-licenses", "SPDX identifiers of licences that block, such as `AGPL-*`.");

    internal static readonly Input<bool> SbomRequired = Inputs.Flag("sbom-required", "A bill of materials must be there for every platform.");

    internal static readonly Input<IReadOnlyList<string>> SbomProfile = Inputs.Words("sbom-profile", "What bills of materials must have: `ntia-2021`, `bsi-tr-03183-2`.");

    internal static readonly Input<IReadOnlyList<string>> Platforms = Inputs.Words("platforms", "The platforms that must be covered, such as `linux/amd64`. Default: all of the image.");

    internal static readonly Input<IReadOnlyList<string>> VexTrust = Inputs.Lines("vex-trust", "Authors of VEX documents to believe, one a line, most trusted first; `*` stands for any characters.");

    internal static readonly Input<bool> AllowUnbound = Inputs.Flag("allow-unbound", "Take evidence that does not say which digest it is about, or judge reports without any `image`.");

    internal static readonly Input<string> SarifFile = Inputs.Path("sarif-file", "Where to write the findings as SARIF 2.1.0, within the limits of GitHub code scanning.");

    internal static readonly Input<string> DecisionFile = Inputs.Path("decision-file", "Where to write the decision: all it was made from, by digest, and every reason. `scan-gate replay` makes it again.");

    internal static readonly Input<string> EvidenceDir = Inputs.Path(
        "evidence-dir", "The folder for evidence this command makes itself: reports of scanners it runs, and what it finds in layers. With `replay`: where files are looked for by digest.", "scan-evidence");

    internal static readonly Input<IReadOnlyList<string>> Attest = Inputs.Lines(
        "attest", "What to sign and attach to the image, lines or commas: `decision` (a SLSA verification summary; only a pass is attested), `vulns` (in-toto vulnerability scans).");

    internal static readonly Input<string> Replay = Inputs.Path("replay", "Decide again from this decision file, with the same files, and compare. Other inputs are not looked at.");

    internal static readonly Input<DateTimeOffset?> At = Optional(
        "at", InputShape.Text, "With `replay`: decide for this moment instead, as in `2026-01-31T12:00:00Z`, and give that verdict.", ScanGateValues.ParseInstant);

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Decide, but write and sign nothing.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json` on standard output.");

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "20m");

    internal static readonly Input<string> Token = Inputs.Secret("token", "Token for ghcr.io. Default: the job's own.", gitHubDefault: "${{ github.token }}");

    internal static readonly Output Blocking = new("blocking", "How many findings block.");

    internal static readonly Output Findings = new("findings", "How many findings there are, each vulnerability of each package once.");

    internal static readonly Output NewFindings = new("new-findings", "How many of them are not in what `compare-to` names; empty without it.");

    internal static readonly Output Excused = new("excused", "How many would block and are excused, by an exception, by VEX or by the comparison.");

    internal static readonly Output DecisionPath = new("decision-file", "The path of the decision; empty when it was not written.");

    internal static readonly Output DecisionDigest = new("decision-digest", "The digest of the decision, `sha256:...`.");

    internal static readonly Output SarifPath = new("sarif-file", "The path of the SARIF file; empty when it was not written.");

    internal static readonly Output ValidUntil = new("valid-until", "When the decision should no longer be relied on; empty when nothing in it expires.");

    internal static readonly Output SbomFiles = new("sbom-files", "The bills of materials this run made from layers, one a line.");

    /// <summary>The inputs that are a policy when there is no <see cref="Policy"/>.</summary>
    internal static IReadOnlyList<Input> PolicyInputs { get; } =
    [
        Mode, FailOn, OnlyFixed, FailOnExploited, EpssThreshold, MaximumScanAge, MaximumDatabaseAge, AllowLicenses, DenyLicenses, SbomRequired, SbomProfile, Platforms, VexTrust, AllowUnbound,
    ];

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "scan-gate",
        Title = "PipelineKit scan-gate",
        Summary = "Judge an image by a policy over all scan reports, bills of materials and VEX, failing closed, with a decision that can be replayed",
        Icon = "shield",
        Inputs =
        [
            Image, Resolve, Reports, Sbom, Vex, Policy, Exceptions, Scanners, Database, Catalog, Epss, Kev, CompareTo, Environment, .. PolicyInputs,
            SarifFile, DecisionFile, EvidenceDir, Attest, SigningInputs.Key, SigningInputs.KeyPassword, SigningInputs.SignerCommand, SigningInputs.IdentityToken,
            SigningInputs.FulcioUrl, SigningInputs.RekorUrl, SigningInputs.RekorVersion, SigningInputs.TimestampUrl, SigningInputs.SigningConfig, TrustInputs.TrustedRoot, SigningInputs.TransparencyLog,
            Replay, At, DryRun, Json, Timeout, RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp, Token,
        ],
        Words = [new CommandWord("replay", Replay)],
        Outputs = [Blocking, Findings, NewFindings, Excused, DecisionPath, DecisionDigest, SarifPath, ValidUntil, SbomFiles],
        Permissions =
        [
            ("contents: read", "to read the checked-out repository"),
            ("packages: read", "to read private images on ghcr.io; `write` only with `attest`"),
            ("security-events: write", "only to upload `sarif-file` in a step after"),
            ("id-token: write", "only with `attest` and without a key"),
        ],
        Run = RunAsync,
    };

    private static Input<T> Optional<T>(string name, InputShape shape, string description, Func<string, T> parse) => new(name, shape, description, parse) { Default = "" };

    private static async Task<Ci.CommandReport> RunAsync(Ci.CommandContext context, CancellationToken cancellation)
    {
        if (context.Inputs.IsGiven(Replay))
        {
            return ReplayReport.From(await ReplayHandler.RunAsync(ReplayOptions.Parse(context), context, cancellation));
        }

        return ScanGateReport.From(await ScanGateHandler.RunAsync(new ScanGateOptionsParser(context).Parse(), context, cancellation));
    }
}
