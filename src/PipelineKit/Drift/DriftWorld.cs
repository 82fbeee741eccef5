using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.Drift;

/// <summary>Everything that environments are compared with.</summary>
internal sealed class DriftWorld(DriftOptions options, PromotionSettings settings, LedgerView ledgers, CommandContext context, ImageSources registries, Lazy<IPullRequests> host, IReadOnlyList<ClusterImage> cluster)
{
    /// <summary>Compares an environment.</summary>
    internal async Task<DriftLook> LookAsync(EnvironmentSettings environment, List<DriftFinding> findings, List<Failure> problems, CancellationToken cancellation)
    {
        var history = EnvironmentHistory.Of(ledgers.Ledgers[environment.Name]);
        var files = await FilesAsync(environment, cancellation);
        var images = Lock(environment, files);
        var state = new ExpectedState
        {
            Settings = environment,
            History = history,
            Repositories = settings.Environments.Where(e => !OciLayoutReference.IsOne(e.Repository)).Select(e => EnvironmentPlace.TextOf(e.Repository)).ToHashSet(StringComparer.Ordinal),
            Locked = images is null ? null : LockedImages.From(images),
        };
        var family = new ImageFamily(options.Sources.HasFlag(DriftSources.Registry) ? reference => PlaceOf(state, reference) : null);
        Recorded(state, findings);
        problems.AddRange(files.Problems);
        findings.AddRange(files.Problems.Select(p => new DriftFinding { Rule = DriftRule.Unreadable, Environment = environment.Name, Where = p.Place?.ToString() ?? "", Place = p.Place }));
        var looksAtGit = options.Sources.HasFlag(DriftSources.Manifests);
        var patterns = Patterns(environment);
        if (looksAtGit)
        {
            findings.AddRange(LockJudge.Judge(state, images));
        }

        if (looksAtGit && patterns.Count > 0)
        {
            findings.AddRange(await new ManifestJudge(state, family, options.Ignore, options.Unmanaged).JudgeAsync(files.Sites, string.Join(", ", patterns), cancellation));
        }

        var looksAtRegistry = options.Sources.HasFlag(DriftSources.Registry) && state.Digest is not null;
        if (looksAtRegistry)
        {
            findings.AddRange(await RegistryJudge.JudgeAsync(state, state.Digest!, OwnPlace(environment), options.Deep, problems, cancellation));
        }

        int? containers = null;
        if (options.Sources.HasFlag(DriftSources.Cluster))
        {
            var namespaces = options.Namespaces.GetValueOrDefault(environment.Name);
            var own = cluster.Where(i => namespaces is null || namespaces.Contains(i.Namespace, StringComparer.Ordinal)).ToList();
            containers = own.Count;
            findings.AddRange(await new ClusterJudge(state, family, options.Ignore, options.Unmanaged).JudgeAsync(own, namespaces is null ? "the cluster" : $"namespace {string.Join(", ", namespaces)}", cancellation));
        }

        problems.AddRange(family.Problems);
        return new DriftLook(environment.Name, state.Repository, state.Digest, looksAtGit && patterns.Count > 0 ? files.Files : null, looksAtRegistry, containers);
    }

    private static void Recorded(ExpectedState state, List<DriftFinding> findings)
    {
        if (state.Digest is null)
        {
            findings.Add(new DriftFinding { Rule = DriftRule.NoRecord, Environment = state.Name, Where = $"the ledger of {state.Name}" });
        }

        if (state.History.OpenIntent is { } intent)
        {
            findings.Add(new DriftFinding
            {
                Rule = DriftRule.PromotionOpen,
                Environment = state.Name,
                Where = $"line {intent.Sequence} of the ledger of {state.Name}",
                Actual = intent.Digest.Text,
                Detail = $"It was announced by {intent.Actor}.",
            });
        }
    }

    private IReadOnlyList<string> Patterns(EnvironmentSettings environment) => options.Manifests.Count > 0 ? options.Manifests : environment.Manifests;

    private async Task<ManifestFiles> FilesAsync(EnvironmentSettings environment, CancellationToken cancellation)
    {
        var patterns = Patterns(environment);
        if (!options.Sources.HasFlag(DriftSources.Manifests))
        {
            // The lock tells what other images and platforms are recorded, whatever is compared with it.
            patterns = [];
        }
        else if (options.SourcesGiven && patterns.Count == 0 && environment.LockFile.Length == 0)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadInputValue, $"The environment `{environment.Name}` has neither `lock-file` nor `manifests`, so there is nothing in Git to compare.", "Name them in its settings, give `manifests`, or leave `manifests` out of `sources`.", SourcePlace.OfInput(DriftAction.Sources.Name)));
        }

        return options.Branch.Length > 0
            ? await ManifestFiles.OfBranchAsync(host.Value, options.Branch, environment.LockFile, patterns, context.WorkingDirectory, cancellation)
            : await ManifestFiles.OfTreeAsync(context.WorkingDirectory, environment.LockFile, patterns, cancellation);
    }

    private static IReadOnlyList<KnownImage>? Lock(EnvironmentSettings environment, ManifestFiles files) => files.Lock is { } content ? LockForms.Read(content, environment.LockFile) : null;

    private ImagePlace PlaceOf(ExpectedState state, ImageReference reference) => state.IsOwn(reference) ? OwnPlace(state.Settings) : new ImagePlace(registries, reference);

    private ImagePlace OwnPlace(EnvironmentSettings environment) => EnvironmentPlace.Open(environment.Repository, settings.App, registries, folder => new OciLayout(folder), context.WorkingDirectory);
}
