using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Clusters;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Images;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.Drift;

/// <summary>Read what is recorded, look at what is there, compare.</summary>
internal static class DriftHandler
{
    internal static Task<DriftResult> RunAsync(DriftOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => OpenAsync(options, context, within), remedy: null, cancellation);

    private static async Task<DriftResult> OpenAsync(DriftOptions options, CommandContext context, CancellationToken cancellation)
    {
        var settings = await PromotionSettingsFile.ReadAsync(context, cancellation);
        var environments = EnvironmentChoice.Of(settings, options.Environments);
        CheckNamespaces(options, environments);
        using var access = ImageAccess.Open(options.Registry, context);
        var host = new Lazy<IPullRequests>(() => PullRequestHosts.Open(options.Host, access.Handler, context));
        var view = await LedgerReading.ReadAsync(settings, options.LedgerFolder, () => host.Value, context, cancellation);
        var cluster = await ClusterAsync(options, environments, context, cancellation);
        var looks = new List<DriftLook>();
        var findings = new List<DriftFinding>();
        var problems = new List<Failure>();
        using var stage = context.Progress.Stage("Comparing", environments.Count);
        foreach (var environment in environments)
        {
            var world = new DriftWorld(options, settings, view, context, access.Images, host, cluster);
            looks.Add(await world.LookAsync(environment, findings, problems, cancellation));
            stage.Advance(environment.Name);
        }

        var result = new DriftResult(options, looks, findings, problems);
        if (options.SarifFile.Length > 0)
        {
            await AtomicFile.WriteAsync(context.WorkingDirectory, options.SarifFile, DriftSarif.Of(result), cancellation);
        }

        return result;
    }

    // Two environments in all namespaces of one cluster would each be held against the other's pods.
    private static void CheckNamespaces(DriftOptions options, IReadOnlyList<EnvironmentSettings> environments)
    {
        var problems = options.Namespaces.Keys.Where(n => environments.All(e => e.Name != n)).Select(n => Problem($"`namespaces` names the environment `{n}`, which is not looked at.", $"There are: {string.Join(", ", environments.Select(e => e.Name))}."))
            .Concat(options.Sources.HasFlag(DriftSources.Cluster) && environments.Count > 1
                ? environments.Where(e => !options.Namespaces.ContainsKey(e.Name)).Select(e => Problem($"It is not said which namespaces of the cluster are those of `{e.Name}`.", $"Add `{e.Name}=NAMESPACE` to `namespaces`, or name one `environment`."))
                : [])
            .ToList();
        if (problems.Count > 0)
        {
            throw new FailureException(problems);
        }
    }

    private static async Task<IReadOnlyList<ClusterImage>> ClusterAsync(DriftOptions options, IReadOnlyList<EnvironmentSettings> environments, CommandContext context, CancellationToken cancellation)
    {
        var images = await ClusterFiles.ReadAsync(options.ClusterState, context.WorkingDirectory, cancellation);
        if (options.Cluster is not { } settings)
        {
            return images;
        }

        var access = await ClusterConnection.FindAsync(settings, context, cancellation);
        using var handler = ClusterConnection.Handler(access);
        var isEverywhere = environments.Any(e => !options.Namespaces.ContainsKey(e.Name));
        var namespaces = isEverywhere ? [] : options.Namespaces.Values.SelectMany(n => n).Distinct(StringComparer.Ordinal).ToList();
        return [.. images, .. await new ClusterApi(access, handler, context.Time).ListAsync(namespaces, cancellation)];
    }

    private static Failure Problem(string what, string remedy) => new(FailureCodes.BadInputValue, what, remedy, SourcePlace.OfInput(DriftAction.Namespaces.Name));
}
