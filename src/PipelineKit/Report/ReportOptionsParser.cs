using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Report;

/// <summary>Reads the inputs of report; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class ReportOptionsParser(CommandContext context)
{
    private const int RequestsAtOnce = 16;
    private const int MaximumLabels = 20;
    private const int LongestLabel = 100;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(3660);

    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal ReportOptions Parse()
    {
        var timeout = Inputs.Get(ReportAction.Timeout);
        var host = PullRequestInputs.Read(context);
        var options = new ReportOptions
        {
            Environments = [.. (Inputs.Get(ReportAction.Environment) ?? []).Distinct(StringComparer.Ordinal)],
            LedgerFolder = Inputs.Get(ReportAction.LedgerFolder),
            Host = host,
            Window = WindowOf(),
            Incidents = Inputs.Get(ReportAction.Incidents) ?? [],
            IncidentLabels = [.. (Inputs.Get(ReportAction.IncidentLabels) ?? []).Distinct(StringComparer.OrdinalIgnoreCase)],
            IncidentRepository = Inputs.Get(ReportAction.IncidentRepository),
            Deep = Inputs.Get(ReportAction.Deep),
            MarkdownFile = Inputs.Get(ReportAction.MarkdownFile),
            JsonFile = Inputs.Get(ReportAction.JsonFile),
            MetricsFile = Inputs.Get(ReportAction.MetricsFile),
            ChartFolder = Inputs.Get(ReportAction.ChartFolder).TrimEnd('/'),
            Json = Inputs.Get(ReportAction.Json),
            Timeout = timeout,
            Registry = RegistryInputs.Read(context, PullRequestInputs.GitHubTokenOf(host, context.Ci), RequestsAtOnce, timeout),
        };
        Refuse(options);
        Inputs.ThrowIfAny();
        return options;
    }

    // Whole seconds, as everything else of a report is.
    private ReportWindow WindowOf()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(context.Time.GetUtcNow().ToUnixTimeSeconds());
        var at = Inputs.Get(ReportAction.At)?.From(now) ?? now;
        var until = Inputs.Get(ReportAction.Until)?.From(at) ?? at;
        return new ReportWindow(Inputs.Get(ReportAction.Since)?.From(until) ?? until, until, at);
    }

    private void Refuse(ReportOptions options)
    {
        var window = options.Window;
        if (window.Until > window.At)
        {
            Inputs.Problem(ReportAction.Until, $"The window ends at {Show(window.Until)}, after the moment of the report ({Show(window.At)}).", "Give an `until` that is not later than `at`.");
        }

        if (window.Since >= window.Until)
        {
            Inputs.Problem(ReportAction.Since, $"The window begins at {Show(window.Since)}, and ends at {Show(window.Until)}.", "Give a `since` before `until`.");
        }
        else if (window.Until - window.Since > LongestWindow)
        {
            Inputs.Problem(ReportAction.Since, "The window is longer than ten years.", "Give a later `since`.");
        }

        if (options.IncidentLabels.Count > MaximumLabels || options.IncidentLabels.Any(l => l.Length > LongestLabel || l.Contains(',', StringComparison.Ordinal)))
        {
            Inputs.Problem(ReportAction.IncidentLabels, $"`incident-labels` takes at most {MaximumLabels} labels of {LongestLabel} characters, without commas.", "Write one label a line.");
        }

        if (options.IncidentRepository.Length > 0 && options.IncidentLabels.Count == 0)
        {
            Inputs.Problem(ReportAction.IncidentRepository, "`incident-repository` says where issues are, and no `incident-labels` say which of them are incidents.", "Give both, or neither.");
        }

        var files = new[] { options.MarkdownFile, options.JsonFile, options.MetricsFile }.Where(f => f.Length > 0).ToList();
        if (files.Distinct(StringComparer.Ordinal).Count() < files.Count)
        {
            Inputs.Problem(ReportAction.MarkdownFile, "Two of `markdown-file`, `json-file` and `metrics-file` name the same file.", "Give each its own.");
        }
    }

    private static string Show(DateTimeOffset moment) => ReportText.Time(moment);
}
