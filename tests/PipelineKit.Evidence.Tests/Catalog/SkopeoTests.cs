using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Evidence.Tests.Catalog.CatalogAssertions;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class SkopeoTests
{
    [SkippableTheory]
    [InlineData("gzip", "oci")]
    [InlineData("zstd", "oci")]
    [InlineData("zstd:chunked", "oci")]
    [InlineData("gzip", "v2s2")]
    public async Task What_skopeo_compressed_anew_is_the_same_image(string compression, string format)
    {
        using var image = new ImageBuilder()
            .Layer(("var/lib/dpkg/status", Status([.. Enumerable.Range(0, 2000).Select(i => ($"package-{i}", $"1.{i}"))])), ("etc/os-release", Debian))
            .Layer(("var/lib/dpkg/.wh.status", ""), ("lib/apk/db/installed", "P:musl\nV:1.2.4-r2\n"))
            .Layer(("var/lib/dpkg/status", Status(("package-7", "1.7"))));
        var before = await image.CatalogueAsync();
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.Path, "copy");
        (await new Child(Peer.Program("skopeo"), "copy", "-q", "--insecure-policy", "--dest-compress-format", compression, "--format", format, $"oci:{image.Folder}:test", format == "oci" ? $"oci:{copy}:test" : $"dir:{copy}") { Environment = Child.InheritedEnvironment() }
            .RunAsync()).Expect(0);

        var after = format == "oci" ? await ReadLayoutAsync(copy) : await ReadFolderAsync(copy, folder);

        Assert.Equal(before.DiffIds, after.DiffIds);
        Assert.Equal(before.Purls(), after.Purls());
        Assert.Equal(before.Bom.Components.Select(c => c.Layer), after.Bom.Components.Select(c => c.Layer));
        Assert.Equal(2, after.Bom.Components.Count);
    }

    private static async Task<CataloguedImage> ReadLayoutAsync(string path)
    {
        var layout = new OciLayout(path);
        var resolved = await layout.ResolveAsync("test", CancellationToken.None);
        var manifest = await layout.GetManifestAsync(ImageBuilder.Repository, resolved.Digest, CancellationToken.None);
        return await ImageCatalog.ReadAsync(layout, ImageBuilder.Repository, manifest, CatalogLimits.Default, CancellationToken.None);
    }

    // A folder of skopeo: manifest.json, and blobs by the hex of their digests.
    private static async Task<CataloguedImage> ReadFolderAsync(string path, TempFolder folder)
    {
        var layout = Path.Combine(folder.Path, "layout");
        using var writer = await OciLayoutWriter.OpenAsync(layout, CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(path, "manifest.json"));
        var parsed = ManifestParser.Parse(bytes, MediaTypes.DockerManifest, "test");
        foreach (var blob in parsed.Layers.Append(parsed.Config!))
        {
            await writer.PutBlobAsync(await File.ReadAllBytesAsync(Path.Combine(path, blob.Digest.Hex)), blob.MediaType, CancellationToken.None);
        }

        return await ImageCatalog.ReadAsync(new OciLayout(layout), ImageBuilder.Repository, parsed, CatalogLimits.Default, CancellationToken.None);
    }
}
