using PipelineKit.Oci;

namespace PipelineKit.EndToEnd.ScanGate;

/// <summary>A folder with an image in a layout, reports about both of its platforms, and exceptions.</summary>
internal sealed class GateSample : IDisposable
{
    public const string Shop = "ghcr.io/acme/shop";
    private readonly TempFolder _folder = new();

    /// <summary>The image.</summary>
    public static SampleImage Image { get; } = SampleImage.Build("shop", "linux/amd64", "linux/arm64");

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>Makes it, with one vulnerability of this severity.</summary>
    public static async Task<GateSample> MakeAsync(string severity)
    {
        var sample = new GateSample();
        using (var layout = await OciLayoutWriter.OpenAsync(Path.Combine(sample.Folder, "images"), CancellationToken.None))
        {
            foreach (var content in Image.Blobs.Concat(Image.Children))
            {
                await layout.PutBlobAsync(content.Bytes, content.MediaType, CancellationToken.None);
            }

            await layout.TagAsync(await layout.PutManifestAsync(Image.Root.Bytes, CancellationToken.None), ImageReference.Parse($"{Shop}:1.4"), CancellationToken.None);
        }

        foreach (var (child, architecture) in Image.Children.Zip((string[])["amd64", "arm64"]))
        {
            sample._folder.Write($"reports/{architecture}.json", Report(child.Digest.Text, architecture, severity));
        }

        sample._folder.Write("exceptions.yaml", "apiVersion: pipelinekit/v1\nkind: GateExceptions\nexceptions: []\n");
        return sample;
    }

    /// <summary>Copies all of it.</summary>
    public void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Report(string manifest, string architecture, string severity) =>
        $$$"""
        {"matches":[{"vulnerability":{"id":"CVE-2026-1000","dataSource":"https://example.com","namespace":"debian:distro:debian:12","severity":"{{{severity}}}","urls":[],"cvss":[],"fix":{"versions":["3.0.13-1"],"state":"fixed"},"advisories":[]},
        "relatedVulnerabilities":[],"matchDetails":[{"type":"exact-direct-match","matcher":"dpkg-matcher"}],
        "artifact":{"name":"openssl","version":"3.0.11-1","type":"deb","locations":[{"path":"/var/lib/dpkg/status"}],"purl":"pkg:deb/debian/openssl@3.0.11-1?arch={{{architecture}}}&distro=debian-12"}}],
        "source":{"type":"image","target":{"userInput":"shop","manifestDigest":"{{{manifest}}}","repoDigests":[],"architecture":"{{{architecture}}}","os":"linux"}},
        "distro":{"name":"debian","version":"12","idLike":[]},
        "descriptor":{"name":"grype","version":"0.92.0","configuration":{"only-fixed":false,"ignore":[]},"db":{"status":{"built":"2026-01-01T00:00:00Z","valid":true}},"timestamp":"2026-01-01T00:00:00Z"}}
        """;
}
