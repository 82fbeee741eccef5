using PipelineKit.Actions;

namespace PipelineKit.CanaryVerify;

/// <summary>The inputs of canary-verify, but for those of what follows a verdict.</summary>
internal static class CanaryInputs
{
    internal static readonly Input<CanaryMode> Mode = Inputs.Choice(
        "mode",
        "`check`: decide on a window that is over. `watch`: look again and again until it is decided. `plan`: how long and how large a canary must be. `calibrate`: how often this configuration would have failed what was good.",
        [("check", CanaryMode.Check), ("watch", CanaryMode.Watch), ("plan", CanaryMode.Plan), ("calibrate", CanaryMode.Calibrate)],
        "check");

    internal static readonly Input<string> Pairs = Inputs.Path("pairs", "For `judge`: a JSON array of `{id, control, experiment}`, with options of a metric as in Kayenta's configuration. The verdicts are JSON on standard output.");

    internal static readonly Input<string> Replay = Inputs.Path("replay", "Decide again from this verdict file, and compare. Nothing is asked, and other inputs are not looked at.");

    internal static readonly Input<CanaryJudgeName> Judge = Inputs.Choice(
        "judge",
        "`default`: as docs/canary-verify.md tells. `kayenta-v1`: Kayenta's judge with everything it does, over a `kayenta-config`. With `judge FILE` also `rank` and `mean-inequality`; there `default` is `kayenta-v1`.",
        [("default", CanaryJudgeName.Default), ("kayenta-v1", CanaryJudgeName.Kayenta), ("rank", CanaryJudgeName.Rank), ("mean-inequality", CanaryJudgeName.MeanInequality)],
        "default");

    internal static readonly Input<string> MetricsUrl = Inputs.Text("metrics-url", "The base address of Prometheus or what speaks its HTTP API, such as `https://prometheus.example.com`; a path before `/api/v1` is kept.");

    internal static readonly Input<string> MetricsFile = Inputs.Path("metrics-file", "Metrics in a file instead: OpenMetrics text with timestamps, or CSV (`.csv`).");

    internal static readonly Input<string> MetricsToken = Inputs.Secret("metrics-token", "Bearer token for `metrics-url`.");

    internal static readonly Input<string> MetricsUser = Inputs.Text("metrics-user", "User for `metrics-url`, with `metrics-password`.");

    internal static readonly Input<string> MetricsPassword = Inputs.Secret("metrics-password", "Its password.");

    internal static readonly Input<string> MetricsHeaders = Inputs.Secret("metrics-headers", "Headers for `metrics-url`, one a line, such as `X-Scope-OrgID: shop`.");

    internal static readonly Input<string> MetricsAuthority = Inputs.Path("metrics-ca", "PEM file with the authority whose certificates are believed for `metrics-url`. Default: those of the system.");

    internal static readonly Input<string> MetricsCertificate = Inputs.Path("metrics-certificate", "PEM file with the certificate to show to `metrics-url`, with `metrics-key`.");

    internal static readonly Input<string> MetricsKey = Inputs.Path("metrics-key", "PEM file with its private key.");

    internal static readonly Input<string> AzureWorkspace = Inputs.Text(
        "azure-workspace", "The id of a Log Analytics workspace: queries are KQL over its logs. `metrics-url` is then the endpoint of another cloud, such as `https://api.loganalytics.us`.");

    internal static readonly Input<string> AzureResource = Inputs.Text(
        "azure-resource", "The id of a resource of Azure, `/subscriptions/...`: its metrics in Azure Monitor are read. `metrics-url` is then the endpoint of another cloud, such as `https://management.usgovcloudapi.net`.");

    internal static readonly Input<string> AzureToken = Inputs.Secret(
        "azure-token", "Access token for `azure-workspace` or `azure-resource`. Default: one for the workload identity that AZURE_TENANT_ID and AZURE_CLIENT_ID name.");

    internal static readonly Input<string> Service = Inputs.Text("service", "The service, as its metrics call it (label `service`): for presets, and for people.");

    internal static readonly Input<string> Canary = Inputs.Text("canary", "The image under test, by digest: `name@sha256:...` or `sha256:...`.");

    internal static readonly Input<string> Baseline = Inputs.Text("baseline", "What it is compared with, by digest. Default: what the ledger of `environment` says was there before the canary.");

    internal static readonly Input<string> CanarySelector = Inputs.Text(
        "canary-selector", "Label matchers of the canary's series, such as `track=\"canary\"`; `{{ scope.digest }}` stands for the digest. Default: `digest=\"{{ scope.digest }}\"`, which proves itself.");

    internal static readonly Input<string> BaselineSelector = Inputs.Text("baseline-selector", "The same for the baseline. Default: as the canary's default.");

    internal static readonly Input<string> ScopeCheck = Inputs.Text(
        "scope-check", "A query whose series have the digest in a label, asked for each arm: proves that the series are those of the digests. Needed where the selectors do not name the digest.");

    internal static readonly Input<IReadOnlyList<string>> Preset = Inputs.Words("preset", "Metrics that are known: `http-errors`, `http-latency`, `saturation`. Default: those of `canary` in pipelinekit.yaml, else `http-errors`.");

    internal static readonly Input<string> KayentaConfig = Inputs.Path("kayenta-config", "A canary configuration of Kayenta, JSON: its metrics and scoring.");

    internal static readonly Input<TimeSpan?> Window = Span("window", "The window that `check` and `calibrate` decide on, such as `30m`, the default.");

    internal static readonly Input<TimeSpan?> Step = Span("step", "One step of it, at least the scrape interval. Default: `30s`; with Azure Monitor `1m`.");

    internal static readonly Input<DateTimeOffset?> End = Optional("end", InputShape.Text, "Where the window ends, as in `2026-01-31T12:00:00Z`. Default: now.", CanaryValues.ParseInstant);

    internal static readonly Input<TimeSpan> Interval = Inputs.Duration("interval", "With `watch`: how often it is looked.", "1m");

    internal static readonly Input<TimeSpan> WarmUp = Inputs.Duration("warm-up", "With `watch`: how long after the start nothing counts yet.", "0s");

    internal static readonly Input<TimeSpan> MaximumTime = Inputs.Duration("max-time", "With `watch`: how long after `warm-up` it is looked at most; then what is not decided is inconclusive. With `plan`: how long the rollout may take.", "1h");

    internal static readonly Input<double?> Alpha = Optional("alpha", InputShape.Text, "How probable it may be at most that a good canary fails, over all metrics and looks. Default: `0.01`.", CanaryValues.ParseRisk);

    internal static readonly Input<double?> Beta = Optional("beta", InputShape.Text, "How probable it may be at most that a canary passes that is worse by the pass ratio. Default: `0.01`.", CanaryValues.ParseRisk);

    internal static readonly Input<double?> Slo = Optional("slo", InputShape.Text, "The objective, such as `0.999`: the part of all requests that must be good. Default: that of pipelinekit.yaml, or none.", CanaryValues.ParsePart);

    internal static readonly Input<double?> MaximumBurn = Optional("max-burn", InputShape.Text, "With `slo`: how many times too fast the error budget may burn before the canary fails. Default: `10`.", CanaryValues.ParsePositive);

    internal static readonly Input<int?> History = Optional("history", InputShape.Text, "How many windows before are read, to learn how much metrics vary by themselves. Default: as many as `alpha` needs where metrics go up and down, else `4`.", CanaryValues.ParseCount);

    internal static readonly Input<bool> PassInconclusive = Inputs.Choice(
        "on-inconclusive", "Whether a canary about which nothing is shown `fail`s (exit 1) or `pass`es (exit 0). The verdict stays `inconclusive`, and nothing is rolled back.", [("fail", false), ("pass", true)], "fail");

    internal static readonly Input<string> VerdictFile = Inputs.Path("verdict-file", "Where to write the verdict: policy, queries, data and decision. `canary-verify replay` makes it again.");

    internal static readonly Input<string> ChartFile = Inputs.Path("chart-file", "Where to write a picture of the evidence over time, SVG.");

    internal static readonly Input<IReadOnlyList<string>> Attest = Inputs.Lines("attest", "What to sign and attach to the canary's image: `verdict`, which is done for a pass only. `canary` must then name the image in its registry.");

    internal static readonly Input<double?> Requests = Optional("requests", InputShape.Text, "With `plan`: requests a second of the whole service.", CanaryValues.ParsePositive);

    internal static readonly Input<double?> ErrorRatio = Optional("error-ratio", InputShape.Text, "With `plan`: the part of requests that fails today, such as `0.001`.", CanaryValues.ParsePart);

    internal static readonly Input<double?> Effect = Optional("effect", InputShape.Text, "With `plan`: how many times as many errors must be found. Default: `2`.", CanaryValues.ParsePositive);

    internal static readonly Input<double?> Power = Optional("power", InputShape.Text, "With `plan`: how probable it must be that they are found. Default: `0.9`.", CanaryValues.ParsePart);

    internal static readonly Input<IReadOnlyList<string>> Weights = Inputs.Words("weights", "With `plan`: the shares of traffic the canary may get, in percent, in order, such as `5,20,50`. Default: `5,10,20,50`.");

    internal static readonly Input<int> Windows = Inputs.Whole("windows", "With `calibrate`: how many windows before `end` are decided on.", 50, 5, 1000);

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Decide, but write and sign nothing, and roll nothing back.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json` on standard output.");

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run; with `watch` beside `warm-up` and `max-time`.", "15m");

    /// <summary>All of them, in the order of tables.</summary>
    internal static IReadOnlyList<Input> All { get; } =
    [
        Mode, MetricsUrl, MetricsFile, MetricsToken, MetricsUser, MetricsPassword, MetricsHeaders, MetricsAuthority, MetricsCertificate, MetricsKey,
        AzureWorkspace, AzureResource, AzureToken, Service, Canary, Baseline, CanarySelector, BaselineSelector, ScopeCheck, Preset, KayentaConfig, Judge,
        Window, Step, End, Interval, WarmUp, MaximumTime, Alpha, Beta, Slo, MaximumBurn, History, PassInconclusive,
        VerdictFile, ChartFile, Attest, Requests, ErrorRatio, Effect, Power, Weights, Windows, Replay, Pairs, DryRun, Json, Timeout,
    ];

    private static Input<TimeSpan?> Span(string name, string description) => Optional(name, InputShape.Duration, description, CanaryValues.ParseSpan);

    private static Input<T> Optional<T>(string name, InputShape shape, string description, Func<string, T> parse) => new(name, shape, description, parse) { Default = "" };
}
