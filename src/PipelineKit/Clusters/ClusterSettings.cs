namespace PipelineKit.Clusters;

/// <summary>How the API server of a cluster is reached.</summary>
/// <param name="Address">Its address; <c>in-cluster</c> for the one this runs in, <c>kubeconfig</c> for that of a kubeconfig.</param>
/// <param name="Token">A bearer token; empty for none, or that of the kubeconfig or service account.</param>
/// <param name="AuthorityFile">A PEM file with the authorities its certificate is believed from; empty for those of the system, of the kubeconfig or service account.</param>
/// <param name="Kubeconfig">The kubeconfig; empty for the usual one.</param>
/// <param name="Context">The context of it; empty for the current one.</param>
internal sealed record ClusterSettings(string Address, string Token, string AuthorityFile, string Kubeconfig, string Context)
{
    internal const string InCluster = "in-cluster";
    internal const string FromKubeconfig = "kubeconfig";

    /// <summary>Where the service account of the pod is mounted.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";
}
