using PipelineKit.Actions;
using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Report;

/// <summary>The inputs and outputs of report.</summary>
public static class ReportAction
{
    internal static readonly Input<IReadOnlyList<string>> Environment = Inputs.Words("environment", "The environments to report on. Default: all of `promotion` in pipelinekit.yaml.");

    internal static readonly Input<string> LedgerFolder = Inputs.Path("ledger-folder", "Read the ledgers from this folder of the work tree instead of their branch: `ENVIRONMENT.jsonl` each.");

    internal static readonly Input<ReportMoment?> Since = Moment("since", "Where the window begins: a day or time in UTC, or a span before its end.", "90d");

    internal static readonly Input<ReportMoment?> Until = Moment("until", "Where the window ends: a day or time in UTC, or a span before `at`. Default: `at`.", "");

    internal static readonly Input<ReportMoment?> At = Moment("at", "The moment the report is made for; what was recorded later is not looked at. Default: now.", "");

    internal static readonly Input<IReadOnlyList<string>> Incidents = Inputs.Lines(
        "incidents", "Files with incidents, one a line: CSV with a header or a JSON array, with `opened`, `closed`, `environment`, `digest` and `title`.");

    internal static readonly Input<IReadOnlyList<string>> IncidentLabels = Inputs.Lines(
        "incident-labels", "Labels of issues (GitHub) or tags of work items (Azure Boards) that are incidents, one a line; an issue with one of them that was opened in the window counts.");

    internal static readonly Input<string> IncidentRepository = Inputs.Text("incident-repository", "The repository that has those issues, written as in `repository`. Default: that of the ledgers.");

    internal static readonly Input<bool> Deep = Inputs.Flag("deep", "Ask the registries whether the images a rollback may go to can be pulled, all of each; else the last record tells.");

    internal static readonly Input<string> MarkdownFile = Inputs.Path("markdown-file", "Where to write the report as Markdown.");

    internal static readonly Input<string> JsonFile = Inputs.Path("json-file", "Where to write the report as JSON.");

    internal static readonly Input<string> MetricsFile = Inputs.Path("metrics-file", "Where to write the figures as OpenMetrics text, for Prometheus.");

    internal static readonly Input<string> ChartFolder = Inputs.Path("chart-folder", "Where to write charts as SVG: `deployments-ENVIRONMENT.svg` and `time-to-rollback.svg`.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print the result as JSON on standard output.");

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "5m");

    internal static readonly Output Deployments = new("deployments", "How many promotions to production ended in the window.");

    internal static readonly Output SuccessRate = new("success-rate", "The part of them that stayed, from 0 to 1; empty without any.");

    internal static readonly Output ChangeFailureRate = new("change-failure-rate", "The part of them that was taken back or caused an incident, from 0 to 1; empty without any.");

    internal static readonly Output LeadTime = new("lead-time-seconds", "The median time from the first environment to production; empty without any.");

    internal static readonly Output TimeToRollback = new("time-to-rollback-seconds", "The mean time of a rollback of production; empty without any.");

    internal static readonly Output TimeToDetect = new("time-to-detect-seconds", "The mean time until a bad image was seen to be bad in production; empty without any.");

    internal static readonly Output CanaryFailureRate = new("canary-failure-rate", "The part of all judged canaries that failed, from 0 to 1; empty without any.");

    internal static readonly Output RetentionCoverage = new("retention-coverage", "The part of the images production may be rolled back to that can be pulled, from 0 to 1; empty when nobody looked.");

    internal static readonly Output Bypasses = new("bypasses", "How many promotions, of all environments, bypassed gates in the window.");

    internal static readonly Output OpenIntents = new("open-intents", "How many environments have a promotion that was announced and neither done nor given up.");

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "report",
        Title = "PipelineKit report",
        Summary = "Tell from the ledgers how well deployments go: success rate, lead time, rollbacks, canaries, retention, bypasses",
        Icon = "bar-chart-2",
        Inputs =
        [
            Environment, LedgerFolder, Since, Until, At, Incidents, IncidentLabels, IncidentRepository, Deep, MarkdownFile, JsonFile, MetricsFile, ChartFolder, Json, Timeout, .. PullRequestInputs.All,
            RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp,
        ],
        Outputs = [Deployments, SuccessRate, ChangeFailureRate, LeadTime, TimeToRollback, TimeToDetect, CanaryFailureRate, RetentionCoverage, Bypasses, OpenIntents],
        Permissions =
        [
            ("contents: read", "to read the ledgers"),
            ("issues: read", "with `incident-labels`, to read issues"),
            ("packages: read", "with `deep`, to look for images on ghcr.io"),
        ],
        Run = async (context, cancellation) => ReportReport.From(await ReportHandler.RunAsync(new ReportOptionsParser(context).Parse(), context, cancellation)),
    };

    private static Input<ReportMoment?> Moment(string name, string description, string @default) => new(name, InputShape.Text, description, ReportWindow.Moment) { Default = @default };
}
