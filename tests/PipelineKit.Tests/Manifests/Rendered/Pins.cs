using System.Text;
using PipelineKit.Locking;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Oci;

namespace PipelineKit.Tests.Manifests.Rendered;

/// <summary>A lock with three images, and checks against it.</summary>
internal static class Pins
{
    internal const string Api = "registry.example.com/shop/api";
    internal static readonly Digest ApiDigest = Digest.Sha256("api"u8);
    internal static readonly Digest AmdDigest = Digest.Sha256("api amd64"u8);
    internal static readonly Digest NginxDigest = Digest.Sha256("nginx"u8);
    internal static readonly Digest TeamDigest = Digest.Sha256("team"u8);
    internal static readonly Digest Unknown = Digest.Sha256("unknown"u8);

    internal static readonly PinLock Lock = PinLock.From(LockedImages.From(new ImageLock(
        [
            Image("docker.io/library/nginx:1.27", NginxDigest),
            Image("docker.io/team/web:2", TeamDigest),
            Image(Api + ":1.4", ApiDigest) with { Platforms = [("linux/amd64", AmdDigest)] },
        ],
        [])));

    private static LockedImage Image(string image, Digest digest) =>
        new() { Image = image, Digest = digest, MediaType = MediaTypes.OciIndex, FirstSeen = DateTimeOffset.UnixEpoch };

    /// <summary>Words of a manifest that stand for images of the lock.</summary>
    internal static string Fill(string text) => text
        .Replace("$API", $"{Api}@{ApiDigest}", StringComparison.Ordinal)
        .Replace("$NGINX", $"nginx@{NginxDigest}", StringComparison.Ordinal)
        .Replace("$apiDigest", ApiDigest.Text, StringComparison.Ordinal)
        .Replace("$unknown", Unknown.Text, StringComparison.Ordinal);

    internal static PinCheckResult Check(string text, PinCheckOptions? options = null)
    {
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(Fill(text)), RenderedYamlLimits.Default);
        return yaml.Errors.Count == 0 ? PinCheck.Run(yaml, Lock, options ?? PinCheckOptions.Default) : throw new InvalidOperationException(yaml.Errors[0].ToString());
    }

    /// <summary>Each finding as verdict and value, in order.</summary>
    internal static string[] Findings(string text, PinCheckOptions? options = null) =>
        [.. Check(text, options).Findings.Select(f => $"{f.Verdict} {f.Value}".TrimEnd())];

    /// <summary>A Pod with an image.</summary>
    internal static string Pod(string image) => $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    image: {image}\n";

    /// <summary>A ConfigMap with a file in it.</summary>
    internal static string ConfigMap(string content) =>
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  file: |\n" + string.Concat(content.Split('\n').Select(line => line.Length == 0 ? "\n" : "    " + line + "\n"));
}
