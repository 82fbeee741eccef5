using PipelineKit.Actions;
using PipelineKit.Clusters;
using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Drift;

/// <summary>The inputs and outputs of drift.</summary>
public static class DriftAction
{
    internal static readonly Input<IReadOnlyList<string>> Environment = Inputs.Words("environment", "The environments to look at. Default: all of `promotion` in pipelinekit.yaml.");

    internal static readonly Input<IReadOnlyList<string>> Sources = Inputs.Words(
        "sources", "What is compared with ledger and lock: `manifests`, `registry`, `cluster`. Default: manifests and registry, and the cluster when one is given.");

    internal static readonly Input<string> LedgerFolder = Inputs.Path("ledger-folder", "Read the ledgers from this folder of the work tree instead of their branch: `ENVIRONMENT.jsonl` each.");

    internal static readonly Input<IReadOnlyList<string>> Manifests = Inputs.Lines("manifests", "Manifests to look at instead of the environment's own, one file or glob a line; for one environment.");

    internal static readonly Input<string> Branch = Inputs.Text("branch", "Read lock and manifests from this branch instead of the work tree.");

    internal static readonly Input<bool> Deep = Inputs.Flag("deep", "Look in the registry for every part of the image: platforms, layers, what refers to it.");

    internal static readonly Input<IReadOnlyList<string>> ClusterState = Inputs.Lines("cluster-state", "Files with what `kubectl get pods,deployments,... -o json` printed, one file or glob a line.");

    internal static readonly Input<IReadOnlyList<string>> Namespaces = Inputs.Words("namespaces", "Namespaces to look at in the cluster. With several environments: `ENVIRONMENT=NAMESPACE` each.");

    internal static readonly Input<IReadOnlyList<string>> Ignore = Inputs.Lines(
        "ignore", "What is left out, one pattern a line: workloads as `NAMESPACE/KIND/NAME`, images as `REGISTRY/REPOSITORY`; `*` and `**` as in globs.");

    internal static readonly Input<UnmanagedImages> Unmanaged = Inputs.Choice(
        "unmanaged", "What becomes of images that neither ledger nor lock knows: told, drift, or left out.",
        [("report", UnmanagedImages.Report), ("fail", UnmanagedImages.Fail), ("ignore", UnmanagedImages.Ignore)], "report");

    internal static readonly Input<string> SarifFile = Inputs.Path("sarif-file", "Where to write what was found in files as SARIF 2.1.0.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print the result as JSON on standard output.");

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "5m");

    internal static readonly Output Drift = new("drift", "`true` when something differs, or cannot be judged.");

    internal static readonly Output Findings = new("findings", "How many differences there are.");

    internal static readonly Output ByKind = new("by-kind", "How many of each kind, one a line: `manifest-differs=2`.");

    internal static readonly Output Environments = new("environments", "The environments that differ, one a line.");

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "drift",
        Title = "PipelineKit drift",
        Summary = "Find out whether what runs, what is in Git and what the registry has is what the ledger and the lock say",
        Icon = "activity",
        Inputs =
        [
            Environment, Sources, LedgerFolder, Manifests, Branch, Deep, ClusterState, .. ClusterInputs.All, Namespaces, Ignore, Unmanaged, SarifFile, Json, Timeout,
            .. PullRequestInputs.All, RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp,
        ],
        Outputs = [Drift, Findings, ByKind, Environments],
        Permissions =
        [
            ("contents: read", "to read ledgers, lock and manifests"),
            ("packages: read", "to look for images on ghcr.io"),
        ],
        Run = async (context, cancellation) => DriftReport.From(await DriftHandler.RunAsync(new DriftOptionsParser(context).Parse(), context, cancellation)),
    };
}
