using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.EndToEnd.Render;

/// <summary>The application of the demo, with a lock that has its images.</summary>
internal static class SampleApplication
{
    private const string Images = "docker.io/library/nginx:1.29 docker.io/library/postgres:17 ghcr.io/acme/shop:1.0 quay.io/prometheus/prometheus:v3.5.0";

    /// <summary>Writes templates, values and lock into this folder.</summary>
    public static void Write(string folder)
    {
        var sample = Path.Combine(Peer.RepositoryRoot, "src/PipelineKit/Demo/Sample");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(sample, "deploy"), "*", SearchOption.AllDirectories))
        {
            var full = Path.Combine(folder, Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, File.ReadAllBytes(file));
        }

        var text = new StringBuilder("version: 1\nimages:\n");
        foreach (var image in Images.Split(' '))
        {
            text.Append("- image: ").Append(image).Append("\n  digest: sha256:").Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image))))
                .Append("\n  media-type: application/vnd.oci.image.index.v1+json\n  first-seen: 2026-01-01T00:00:00Z\n");
        }

        File.WriteAllText(Path.Combine(folder, "images.lock.yaml"), text.ToString());
    }
}
