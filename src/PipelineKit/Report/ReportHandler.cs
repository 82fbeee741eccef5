using System.Text;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.Report;

/// <summary>Read the ledgers, count, write.</summary>
internal static class ReportHandler
{
    internal static Task<ReportResult> RunAsync(ReportOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => OpenAsync(options, context, within), remedy: null, cancellation);

    private static async Task<ReportResult> OpenAsync(ReportOptions options, CommandContext context, CancellationToken cancellation)
    {
        var settings = await PromotionSettingsFile.ReadAsync(context, cancellation);
        var chosen = EnvironmentChoice.Of(settings, options.Environments);
        IReadOnlyList<Incident> incidents = await IncidentFile.ReadAllAsync(options.Incidents, context.WorkingDirectory, cancellation);
        using var access = ImageAccess.Open(options.Registry, context);
        var view = await LedgerReading.ReadAsync(settings, options.LedgerFolder, () => PullRequestHosts.Open(options.Host, access.Handler, context), context, cancellation);
        if (options.IncidentLabels.Count > 0)
        {
            var host = PullRequestHosts.Open(options.IncidentRepository.Length > 0 ? options.Host with { Repository = options.IncidentRepository } : options.Host, access.Handler, context);
            incidents = [.. incidents, .. await IssuesAsync(host, options, settings, view, cancellation)];
        }

        var result = Judge(options, settings, chosen, view, incidents);
        if (options.Deep)
        {
            result = result with { Environments = await LookAsync(result, settings, access, context, cancellation) };
        }

        await WriteAsync(result, context.WorkingDirectory, cancellation);
        return result;
    }

    /// <summary>Incidents that are issues of the host. What cannot be read is an error: a report that says less trouble than there was is worse than none.</summary>
    internal static async Task<IEnumerable<Incident>> IssuesAsync(IPullRequests host, ReportOptions options, PromotionSettings settings, LedgerView view, CancellationToken cancellation)
    {
        var issues = await host.ListIssuesAsync(new IssueQuery(options.IncidentLabels, options.Window.Since, options.Window.Until), cancellation);
        var known = view.Ledgers.Values.SelectMany(l => l.Entries).Where(e => e.Kind == LedgerKind.Commit).Select(e => e.Digest).ToHashSet();
        var production = settings.Environments.Where(e => e.IsProduction).Select(e => e.Name).ToList();
        var reader = new IncidentIssues([.. settings.Environments.Select(e => e.Name)], production.Count > 0 ? production : [settings.Environments[^1].Name], known.Contains);
        return issues.SelectMany(reader.Of);
    }

    /// <summary>Everything but what registries and hosts say: a pure function.</summary>
    internal static ReportResult Judge(ReportOptions options, PromotionSettings settings, IReadOnlyList<EnvironmentSettings> chosen, LedgerView view, IReadOnlyList<Incident> incidents)
    {
        var production = settings.Environments.Any(e => e.IsProduction) ? null : settings.Environments[^1];
        var until = settings.Environments.ToDictionary(e => e.Name, e => Until(view.Ledgers[e.Name], options.Window.At), StringComparer.Ordinal);
        var reports = chosen.Select(e => new LedgerMeasures(options.Window, until[e.Name].Entries).Of(
            e.Name, e.IsProduction || e == production, EnvironmentHistory.Of(until[e.Name]), e == settings.Environments[0] ? [] : until[settings.Environments[0].Name].Entries)).ToList();
        var others = new List<Incident>();
        var blamed = IncidentBlame.Assign(reports, incidents.Where(i => options.Window.Contains(i.Opened)), others);
        return new ReportResult(options, settings.App, blamed, others);
    }

    private static Ledger Until(Ledger ledger, DateTimeOffset at)
    {
        var count = ledger.Entries.TakeWhile(e => e.At <= at).Count();
        return ledger with { Entries = [.. ledger.Entries.Take(count)], Lines = [.. ledger.Lines.Take(count)] };
    }

    private static async Task<IReadOnlyList<EnvironmentReport>> LookAsync(ReportResult result, PromotionSettings settings, ImageAccess access, CommandContext context, CancellationToken cancellation)
    {
        var looked = new List<EnvironmentReport>();
        using var stage = context.Progress.Stage("Looking for the images a rollback may go to", result.Environments.Count);
        foreach (var environment in result.Environments)
        {
            var known = settings.Find(environment.Name)!;
            var place = EnvironmentPlace.Open(known.Repository, settings.App, access.Images, folder => new OciLayout(folder), context.WorkingDirectory);
            looked.Add(environment with { Retention = await CountAsync(place, [.. environment.History.Good(known.Retention).Select(o => o.Digest)], known.Closure, cancellation) });
            stage.Advance(environment.Name);
        }

        return looked;
    }

    // A registry that refuses is a gap in the report, not its end. What is not there, or not what its digest says, cannot be gone back to.
    private static async Task<RetentionCount> CountAsync(ImagePlace place, IReadOnlyList<Digest> targets, ClosureOptions closure, CancellationToken cancellation)
    {
        var complete = 0;
        var unknown = new List<string>();
        foreach (var target in targets)
        {
            try
            {
                complete += (await ClosureCheck.RunAsync(place, target, closure, cancellation)).IsComplete ? 1 : 0;
            }
            catch (RegistryException e) when (e is not DigestMismatchException && e.Problem != RegistryProblem.NotFound)
            {
                unknown.Add($"{ReportText.Short(target)}: {FailureMap.From(e).What.TrimEnd('.')}");
            }
            catch (RegistryException)
            {
                // Counted as one that cannot be pulled.
            }
            catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
            {
                unknown.Add($"{ReportText.Short(target)}: {e.Message.TrimEnd('.')}");
            }
        }

        return new RetentionCount(complete, targets.Count, FromRegistry: true) { Unknown = unknown };
    }

    private static async Task WriteAsync(ReportResult result, string root, CancellationToken cancellation)
    {
        var options = result.Options;
        var files = new List<ReportFile>
        {
            new(options.MarkdownFile, () => ReportSummary.Markdown(result)),
            new(options.JsonFile, () => ReportJson.Text(result)),
            new(options.MetricsFile, () => OpenMetricsText.Write(result.App, options.Window, result.Environments)),
        };
        if (options.ChartFolder.Length > 0)
        {
            files.AddRange(ReportCharts.Of(result));
        }

        foreach (var file in files.Where(f => f.Path.Length > 0))
        {
            await AtomicFile.WriteAsync(root, file.Path, Encoding.UTF8.GetBytes(file.Content()), cancellation);
        }
    }
}

/// <summary>A file a report is written to.</summary>
/// <param name="Path">Relative to the working directory; empty for none.</param>
/// <param name="Content">Makes it.</param>
internal sealed record ReportFile(string Path, Func<string> Content);
