using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signing;

namespace PipelineKit.CanaryVerify;

/// <summary>What canary-verify does.</summary>
public enum CanaryMode
{
    /// <summary>Decide on a window that is over.</summary>
    Check,

    /// <summary>Look until it is decided.</summary>
    Watch,

    /// <summary>Say how long and how large a canary must be.</summary>
    Plan,

    /// <summary>Count how often this configuration fails what is good.</summary>
    Calibrate,
}

/// <summary>Which judge.</summary>
public enum CanaryJudgeName
{
    /// <summary>Ours.</summary>
    Default,

    /// <summary>Kayenta's.</summary>
    Kayenta,

    /// <summary>The rank test with an exact interval; for pairs only.</summary>
    Rank,

    /// <summary>The larger mean; for pairs only.</summary>
    MeanInequality,
}

/// <summary>An image, or only its digest.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Reference">The image as it was named; null for a digest alone.</param>
public sealed record CanaryImage(Digest Digest, ImageReference? Reference);

/// <summary>Where metrics are. Secrets are masked already.</summary>
public sealed record MetricsPlace
{
    /// <summary>The base address; null for a file, and for Azure Monitor in the public cloud.</summary>
    public required Uri? Url { get; init; }

    /// <summary>The file; empty for an address.</summary>
    public required string File { get; init; }

    /// <summary>A bearer token; empty for none.</summary>
    public required string Token { get; init; }

    /// <summary>A user; empty for none.</summary>
    public required string User { get; init; }

    /// <summary>Its password.</summary>
    public required string Password { get; init; }

    /// <summary>More headers.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>PEM file of the authority; empty for those of the system.</summary>
    public required string Authority { get; init; }

    /// <summary>PEM file of our certificate; empty for none.</summary>
    public required string Certificate { get; init; }

    /// <summary>PEM file of its key.</summary>
    public required string Key { get; init; }

    /// <summary>A Log Analytics workspace; empty for none.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>A resource of Azure; empty for none.</summary>
    public string Resource { get; init; } = "";

    /// <summary>An access token for Azure Monitor; empty for a workload identity.</summary>
    public string AzureToken { get; init; } = "";

    /// <summary>Whether metrics are in Azure Monitor.</summary>
    public bool IsAzure => Workspace.Length > 0 || Resource.Length > 0;
}

/// <summary>What a plan is made for.</summary>
/// <param name="Requests">Requests a second of the whole service.</param>
/// <param name="ErrorRatio">The part that fails today.</param>
/// <param name="Effect">How many times as many errors must be found.</param>
/// <param name="Power">How probable it must be that they are.</param>
/// <param name="Weights">Shares of traffic the canary may get, in percent, ascending.</param>
public sealed record PlanQuestion(double Requests, double ErrorRatio, double Effect, double Power, IReadOnlyList<double> Weights);

/// <summary>The parsed inputs of canary-verify.</summary>
public sealed record CanaryVerifyOptions
{
    /// <summary>What is done.</summary>
    public required CanaryMode Mode { get; init; }

    /// <summary>Where metrics are.</summary>
    public required MetricsPlace Metrics { get; init; }

    /// <summary>The service; may be empty.</summary>
    public required string Service { get; init; }

    /// <summary>The image under test; null when it is not needed.</summary>
    public required CanaryImage? Canary { get; init; }

    /// <summary>What it is compared with; null for what the ledger says.</summary>
    public required CanaryImage? Baseline { get; init; }

    /// <summary>The environment of <c>promotion</c>; empty for none.</summary>
    public required string Environment { get; init; }

    /// <summary>Label matchers of the canary; empty for those of the settings.</summary>
    public required string CanarySelector { get; init; }

    /// <summary>Those of the baseline.</summary>
    public required string BaselineSelector { get; init; }

    /// <summary>What proves the digests; empty for that of the settings.</summary>
    public required string ScopeCheck { get; init; }

    /// <summary>Known metrics by name; none for those of the settings.</summary>
    public required IReadOnlyList<string> Presets { get; init; }

    /// <summary>A configuration of Kayenta; empty for none.</summary>
    public required string KayentaConfig { get; init; }

    /// <summary>Which judge.</summary>
    public required CanaryJudgeName Judge { get; init; }

    /// <summary>The window; null for that of the settings.</summary>
    public required TimeSpan? Window { get; init; }

    /// <summary>One step.</summary>
    public required TimeSpan? Step { get; init; }

    /// <summary>Where the window ends; null for now.</summary>
    public required DateTimeOffset? End { get; init; }

    /// <summary>How often a watch looks.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long nothing counts yet.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long a watch goes on after it.</summary>
    public required TimeSpan MaximumTime { get; init; }

    /// <summary>False alarms; null for those of the settings.</summary>
    public required double? Alpha { get; init; }

    /// <summary>Wrong passes.</summary>
    public required double? Beta { get; init; }

    /// <summary>The objective; null for that of the settings.</summary>
    public required double? Slo { get; init; }

    /// <summary>How fast the budget may burn.</summary>
    public required double? MaximumBurn { get; init; }

    /// <summary>How many windows of history; null for that of the settings.</summary>
    public required int? History { get; init; }

    /// <summary>Whether an inconclusive verdict exits with 0.</summary>
    public required bool PassInconclusive { get; init; }

    /// <summary>Where the verdict is written; empty for nowhere.</summary>
    public required string VerdictFile { get; init; }

    /// <summary>Where the chart is written.</summary>
    public required string ChartFile { get; init; }

    /// <summary>Who signs a pass; null for nobody.</summary>
    public required SigningSettings? Signing { get; init; }

    /// <summary>What is planned for; null for other modes.</summary>
    public required PlanQuestion? Plan { get; init; }

    /// <summary>How many windows a calibration decides on.</summary>
    public required int CalibrationWindows { get; init; }

    /// <summary>Write, sign and change nothing.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>The limit for the run, but for what a watch waits.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Registries.</summary>
    public required RegistrySettings Registry { get; init; }
}
