using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Clusters;
using PipelineKit.Files;
using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Drift;

/// <summary>Reads the inputs of drift; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class DriftOptionsParser(CommandContext context)
{
    private const int RequestsAtOnce = 16;
    private static readonly string[] SourceNames = ["manifests", "registry", "cluster"];

    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal DriftOptions Parse()
    {
        var timeout = Inputs.Get(DriftAction.Timeout);
        var host = PullRequestInputs.Read(context);
        var environments = (Inputs.Get(DriftAction.Environment) ?? []).Distinct(StringComparer.Ordinal).ToList();
        var options = new DriftOptions
        {
            Environments = environments,
            Sources = SourcesOf(),
            SourcesGiven = Inputs.IsGiven(DriftAction.Sources),
            LedgerFolder = Inputs.Get(DriftAction.LedgerFolder),
            Manifests = Inputs.Get(DriftAction.Manifests) ?? [],
            Branch = Inputs.Get(DriftAction.Branch),
            Deep = Inputs.Get(DriftAction.Deep),
            ClusterState = Inputs.Get(DriftAction.ClusterState) ?? [],
            Cluster = ClusterInputs.Read(context),
            Namespaces = NamespacesOf(environments),
            Ignore = GlobsOf(DriftAction.Ignore),
            Unmanaged = Inputs.Get(DriftAction.Unmanaged),
            SarifFile = Inputs.Get(DriftAction.SarifFile),
            Json = Inputs.Get(DriftAction.Json),
            Timeout = timeout,
            Host = host,
            Registry = RegistryInputs.Read(context, PullRequestInputs.GitHubTokenOf(host, context.Ci), RequestsAtOnce, timeout),
        };
        Refuse(options);
        Inputs.ThrowIfAny();
        return options;
    }

    private DriftSources SourcesOf()
    {
        var sources = DriftSources.None;
        foreach (var name in Inputs.Get(DriftAction.Sources) ?? [])
        {
            var index = Array.IndexOf(SourceNames, name);
            if (index < 0)
            {
                Inputs.Problem(DriftAction.Sources, $"`{name}` is not a source.", $"Allowed are {string.Join(", ", SourceNames)}.");
            }
            else
            {
                sources |= (DriftSources)(1 << index);
            }
        }

        var hasCluster = Inputs.IsGiven(DriftAction.ClusterState) || Inputs.IsGiven(ClusterInputs.Cluster);
        return sources != DriftSources.None ? sources : DriftSources.Manifests | DriftSources.Registry | (hasCluster ? DriftSources.Cluster : DriftSources.None);
    }

    private Dictionary<string, IReadOnlyList<string>> NamespacesOf(List<string> environments)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var word in Inputs.Get(DriftAction.Namespaces) ?? [])
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && environments.Count != 1)
            {
                Inputs.Problem(DriftAction.Namespaces, $"It is not said to which environment the namespace `{word}` belongs.", $"Write `ENVIRONMENT={word}`, or name one `environment`.");
                continue;
            }

            var environment = equals < 0 ? environments[0] : word[..equals];
            found[environment] = [.. found.GetValueOrDefault(environment) ?? [], word[(equals + 1)..]];
        }

        return found;
    }

    private GlobSet GlobsOf(Input<IReadOnlyList<string>> input)
    {
        try
        {
            return GlobSet.Parse(Inputs.Get(input) ?? []);
        }
        catch (FormatException e)
        {
            Inputs.Problem(input, $"A line of `{input.Name}` is no pattern: {e.Message}.");
            return GlobSet.Empty;
        }
    }

    private void Refuse(DriftOptions options)
    {
        var hasCluster = options.ClusterState.Count > 0 || options.Cluster is not null;
        if (options.Sources.HasFlag(DriftSources.Cluster) && !hasCluster)
        {
            Inputs.Problem(DriftAction.Sources, "There is no cluster to look at.", "Give `cluster-state` or `cluster`.");
        }

        if (!options.Sources.HasFlag(DriftSources.Cluster) && hasCluster)
        {
            Inputs.Problem(DriftAction.Sources, "A cluster is given, and `sources` leaves it out.", "Add `cluster` to `sources`.");
        }

        if (options.Deep && !options.Sources.HasFlag(DriftSources.Registry))
        {
            Inputs.Problem(DriftAction.Deep, "`deep` looks in the registry, and `sources` leaves it out.", "Add `registry` to `sources`.");
        }

        if (options.Manifests.Count > 0 && options.Environments.Count != 1)
        {
            Inputs.Problem(DriftAction.Manifests, "It is not said of which environment the `manifests` are.", "Name one `environment`.");
        }

        _ = GlobsOf(DriftAction.Manifests);
        _ = GlobsOf(DriftAction.ClusterState);
    }
}
