using System.Text;
using PipelineKit.Failures;
using PipelineKit.Trust;
using PipelineKit.Yaml;

namespace PipelineKit.Clusters;

/// <summary>Whom to ask, and as whom.</summary>
/// <param name="Server">The address of the API server.</param>
/// <param name="Token">A bearer token; empty for none.</param>
/// <param name="Authority">PEM certificates the server's one is believed from; empty for those of the system.</param>
/// <param name="Certificate">A PEM client certificate; empty for none.</param>
/// <param name="Key">Its PEM private key.</param>
internal sealed record ClusterAccess(string Server, string Token, string Authority, string Certificate, string Key);

/// <summary>Reads a kubeconfig (kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig): server, authority, token or client certificate of one context. Programs it names are not run.</summary>
internal static class KubeConfig
{
    /// <summary>Larger files are refused.</summary>
    internal const int MaximumBytes = 1 << 20;

    /// <summary>The access of a context.</summary>
    /// <param name="path">The file, for messages; files it names are relative to its folder.</param>
    /// <param name="content">Its content.</param>
    /// <param name="context">The context; empty for the current one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">PK0103: something is missing or damaged; PK0201: a file it names cannot be read.</exception>
    internal static async Task<ClusterAccess> ReadAsync(string path, ReadOnlyMemory<byte> content, string context, CancellationToken cancellation)
    {
        var root = LimitedYaml.Read(content, path);
        var name = context.Length > 0 ? context : root["current-context"]?.AsText() ?? throw root.Error("there is no `current-context`", "Give `kube-context`.");
        var chosen = Find(root, "contexts", name).Require("context");
        var cluster = Find(root, "clusters", chosen.Require("cluster").AsText()).Require("cluster");
        var user = chosen["user"] is { } named ? Find(root, "users", named.AsText()).Require("user") : null;
        if (cluster["insecure-skip-tls-verify"]?.AsBoolean() == true)
        {
            throw cluster.Error("`insecure-skip-tls-verify` would believe whoever answers", "Give the cluster's authority with `cluster-ca` or `certificate-authority-data`.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        var token = user?["token"]?.AsText() ?? (user?["tokenFile"] is { } file ? Encoding.UTF8.GetString(await OutsideFile.ReadAsync(folder, file.AsText(), MaximumBytes, cancellation)).Trim() : "");
        var certificate = await PemAsync(user, "client-certificate", folder, cancellation);
        if (user is not null && token.Length == 0 && certificate.Length == 0 && (user["exec"] ?? user["auth-provider"]) is { } program)
        {
            throw program.Error("this user gets its token from another program, which is not run here", "Give a token with `cluster-token`, such as what `kubectl create token` or your cloud's command prints.");
        }

        return new ClusterAccess(cluster.Require("server").AsText(), token, await PemAsync(cluster, "certificate-authority", folder, cancellation), certificate, await PemAsync(user, "client-key", folder, cancellation));
    }

    private static YamlValue Find(YamlValue root, string list, string name) =>
        root.Require(list).Expect(YamlShape.Sequence).Items.FirstOrDefault(i => i["name"]?.Text == name) ?? throw root.Require(list).Error($"there is no `{name}` among `{list}`");

    private static async Task<string> PemAsync(YamlValue? parent, string name, string folder, CancellationToken cancellation)
    {
        if (parent?[name + "-data"] is { } data)
        {
            var buffer = new byte[data.AsText().Length];
            return Convert.TryFromBase64String(data.AsText(), buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : throw data.Error($"`{name}-data` is not base64");
        }

        return parent?[name] is { } file ? Encoding.UTF8.GetString(await OutsideFile.ReadAsync(folder, file.AsText(), MaximumBytes, cancellation)) : "";
    }
}
