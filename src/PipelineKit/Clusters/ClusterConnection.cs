using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Oci;
using PipelineKit.Trust;

namespace PipelineKit.Clusters;

/// <summary>Opens the way to an API server that settings name.</summary>
internal static class ClusterConnection
{
    /// <summary>Whom to ask, and as whom; a token that is found on the way is masked.</summary>
    /// <exception cref="FailureException">PK0102, PK0103, PK0201.</exception>
    internal static async Task<ClusterAccess> FindAsync(ClusterSettings settings, CommandContext context, CancellationToken cancellation)
    {
        var access = settings.Address switch
        {
            ClusterSettings.InCluster => await InsideAsync(settings, context, cancellation),
            ClusterSettings.FromKubeconfig => await OfKubeconfigAsync(settings, context, cancellation),
            _ => new ClusterAccess(settings.Address, "", "", "", ""),
        };
        if (!RemoteUrl.TryParse(access.Server, out var url, out var problem) || (url.Scheme == Uri.UriSchemeHttp && NetworkAddresses.KindOfHost(url.Host) != AddressKind.Loopback))
        {
            throw Bad($"`{access.Server}` is not the address of an API server: {problem ?? "it is plain HTTP"}.", "Correct the kubeconfig, or give the address with `cluster`.");
        }

        var token = settings.Token.Length > 0 ? settings.Token : access.Token;
        if (token.Length > 0)
        {
            context.Mask(token);
        }

        var authority = settings.AuthorityFile.Length > 0 ? Encoding.UTF8.GetString(await OutsideFile.ReadAsync(context.WorkingDirectory, settings.AuthorityFile, KubeConfig.MaximumBytes, cancellation)) : access.Authority;
        return access with { Token = token, Authority = authority };
    }

    /// <summary>A handler that believes the cluster's authority alone, and shows the client certificate if there is one.</summary>
    /// <exception cref="FailureException">PK0102: a certificate or key is damaged.</exception>
    internal static SocketsHttpHandler Handler(ClusterAccess access)
    {
        var handler = GitRefLister.CreateHandler();
        try
        {
            if (access.Authority.Length > 0)
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPem(access.Authority);
                handler.SslOptions.CertificateChainPolicy = policy;
            }

            if (access.Certificate.Length > 0)
            {
                handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(access.Certificate, access.Key)];
            }

            return handler;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            handler.Dispose();
            throw Bad($"A certificate or key for {access.Server} is damaged: {e.Message}", "Give PEM files, or correct the kubeconfig.");
        }
    }

    private static async Task<ClusterAccess> InsideAsync(ClusterSettings settings, CommandContext context, CancellationToken cancellation)
    {
        var variables = context.Environment.Variables;
        var (host, port) = (variables.GetValueOrDefault("KUBERNETES_SERVICE_HOST") ?? "", variables.GetValueOrDefault("KUBERNETES_SERVICE_PORT") ?? "443");
        if (host.Length == 0)
        {
            throw Bad("This does not run in a cluster: `KUBERNETES_SERVICE_HOST` is not set.", "Give the address of the API server, or `cluster: kubeconfig`.");
        }

        var token = await OutsideFile.ReadAsync(settings.ServiceAccountFolder, "token", KubeConfig.MaximumBytes, cancellation);
        var authority = await OutsideFile.ReadAsync(settings.ServiceAccountFolder, "ca.crt", KubeConfig.MaximumBytes, cancellation);
        return new ClusterAccess($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}", Encoding.UTF8.GetString(token).Trim(), Encoding.UTF8.GetString(authority), "", "");
    }

    private static async Task<ClusterAccess> OfKubeconfigAsync(ClusterSettings settings, CommandContext context, CancellationToken cancellation)
    {
        var given = settings.Kubeconfig.Length > 0 ? settings.Kubeconfig : context.Environment.Variables.GetValueOrDefault("KUBECONFIG") ?? "";
        var path = given.Length > 0 ? given.Split(Path.PathSeparator)[0] : Path.Combine(context.Environment.Home ?? "", ".kube/config");
        var full = Path.GetFullPath(path, context.WorkingDirectory);
        return await KubeConfig.ReadAsync(full, await OutsideFile.ReadAsync(context.WorkingDirectory, path, KubeConfig.MaximumBytes, cancellation), settings.Context, cancellation);
    }

    private static FailureException Bad(string what, string remedy) => new(new Failure(FailureCodes.BadInputValue, what, remedy, SourcePlace.OfInput(ClusterInputs.Cluster.Name)));
}
