using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Oci;

namespace PipelineKit.Clusters;

/// <summary>The inputs by which commands reach the API server of a Kubernetes cluster, and how they are read.</summary>
internal static class ClusterInputs
{
    internal static readonly Input<string> Cluster = Inputs.Text("cluster", "The API server of a Kubernetes cluster: its address, `in-cluster`, or `kubeconfig`.");

    internal static readonly Input<string> Token = Inputs.Secret("cluster-token", "Bearer token for the API server.");

    internal static readonly Input<string> Authority = Inputs.Path("cluster-ca", "PEM file with the authority the API server's certificate is believed from. Default: that of the kubeconfig or service account, else those of the system.");

    internal static readonly Input<string> Kubeconfig = Inputs.Path("kubeconfig", "The kubeconfig for `cluster: kubeconfig`. Default: `$KUBECONFIG`, else `~/.kube/config`.");

    internal static readonly Input<string> Context = Inputs.Text("kube-context", "The context of the kubeconfig. Default: its current one.");

    /// <summary>All of them, in the order of tables.</summary>
    internal static IReadOnlyList<Input> All { get; } = [Cluster, Token, Authority, Kubeconfig, Context];

    /// <summary>Reads them; null when no cluster is named. Problems are kept in the reader.</summary>
    internal static ClusterSettings? Read(CommandContext context)
    {
        var inputs = context.Inputs;
        var address = inputs.Get(Cluster);
        var settings = new ClusterSettings(address, inputs.Get(Token), inputs.Get(Authority), inputs.Get(Kubeconfig), inputs.Get(Context));
        if (address.Length == 0)
        {
            return null;
        }

        if (address is not (ClusterSettings.InCluster or ClusterSettings.FromKubeconfig))
        {
            if (!RemoteUrl.TryParse(address, out var url, out var problem) || url.Query.Length > 0)
            {
                inputs.Problem(Cluster, $"`cluster` is not an address: {problem ?? "it has a query"}.", "Write it as in `https://10.0.0.1:6443`, or `in-cluster`, or `kubeconfig`.");
            }
            else if (url.Scheme == Uri.UriSchemeHttp && NetworkAddresses.KindOfHost(url.Host) != AddressKind.Loopback)
            {
                inputs.Problem(Cluster, $"`{address}` is plain HTTP, where anybody on the way could read the token and change the answer.", "Use https.");
            }
        }

        if (settings is { Kubeconfig.Length: > 0 } or { Context.Length: > 0 } && address != ClusterSettings.FromKubeconfig)
        {
            inputs.Problem(Kubeconfig, "`kubeconfig` and `kube-context` are for `cluster: kubeconfig`.", "Leave them out, or give `cluster: kubeconfig`.");
        }

        return settings;
    }
}
