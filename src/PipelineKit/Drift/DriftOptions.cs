using PipelineKit.Clusters;
using PipelineKit.Files;
using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Drift;

/// <summary>The parsed inputs of drift.</summary>
internal sealed record DriftOptions
{
    /// <summary>The environments; none for all.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>What is looked at.</summary>
    public required DriftSources Sources { get; init; }

    /// <summary>Whether the user named the sources, so that each must have something to compare.</summary>
    public required bool SourcesGiven { get; init; }

    /// <summary>The folder of the ledgers; empty for their branch.</summary>
    public required string LedgerFolder { get; init; }

    /// <summary>Manifests instead of those of the settings; none for these.</summary>
    public required IReadOnlyList<string> Manifests { get; init; }

    /// <summary>The branch lock and manifests are read from; empty for the work tree.</summary>
    public required string Branch { get; init; }

    /// <summary>Whether all of an image is looked for in the registry.</summary>
    public required bool Deep { get; init; }

    /// <summary>Files and globs with what <c>kubectl get -o json</c> printed.</summary>
    public required IReadOnlyList<string> ClusterState { get; init; }

    /// <summary>The API server to ask; null for none.</summary>
    public required ClusterSettings? Cluster { get; init; }

    /// <summary>Namespaces by environment; of one that is not in it, every namespace.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Namespaces { get; init; }

    /// <summary>Workloads (<c>namespace/Kind/name</c>) and images (<c>registry/repository</c>) that are left out.</summary>
    public required GlobSet Ignore { get; init; }

    /// <summary>What becomes of images that nobody recorded.</summary>
    public required UnmanagedImages Unmanaged { get; init; }

    /// <summary>Where SARIF goes; empty for nowhere.</summary>
    public required string SarifFile { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Where branches are.</summary>
    public required HostSettings Host { get; init; }

    /// <summary>How registries are reached.</summary>
    public required RegistrySettings Registry { get; init; }
}
