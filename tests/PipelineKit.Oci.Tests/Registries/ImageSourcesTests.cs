using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class ImageSourcesTests : IDisposable
{
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;
    private readonly TempFolder _folder = new();

    public ImageSourcesTests() => _test = new RegistryTest(_registry);

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_reference_is_asked_where_the_mirrors_say()
    {
        var nginx = _registry.AddImage("library/nginx", "1", "linux/amd64");
        var sources = await SourcesAsync();

        Assert.Equal(nginx, (await sources.ResolveAsync(ImageReference.Parse("nginx:1"), CancellationToken.None)).Digest);
        Assert.Equal(SampleImage.Build("in the layout").Root.Digest, (await sources.ResolveAsync(ImageReference.Parse("quay.io/a/b:1"), CancellationToken.None)).Digest);
        Assert.Single(_registry.Log.Requests);
    }

    [Fact]
    public async Task Everything_that_can_be_asked_is_asked_at_the_same_place()
    {
        var digest = _registry.AddImage("library/nginx", "1");
        var referrer = _registry.AddReferrer("library/nginx", digest, "text/plain", "about it");
        var sources = await SourcesAsync();
        foreach (var (reference, referrers) in new[] { (ImageReference.Parse("nginx:1"), 1), (ImageReference.Parse("quay.io/a/b:1"), 0) })
        {
            var image = await sources.ResolveAsync(reference, CancellationToken.None);
            var manifest = await sources.GetManifestAsync(reference, image.Digest, CancellationToken.None);
            await using var blob = await sources.OpenBlobAsync(reference, manifest.Config!, CancellationToken.None);
            await blob.CopyToAsync(Stream.Null);
            Assert.Equal(manifest.Config!.Size, blob.Position);
            Assert.Equal(referrers, (await sources.ListReferrersAsync(reference, image.Digest, artifactType: null, CancellationToken.None)).Count);
            await foreach (var tag in sources.ListTagsAsync(reference, CancellationToken.None))
            {
                Assert.Equal("1", tag);
            }
        }

        Assert.NotEqual(digest, referrer);
        Assert.Empty(_registry.Unexpected);
    }

    private async Task<ImageSources> SourcesAsync()
    {
        var image = SampleImage.Build("in the layout");
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await Layouts.LayoutTest.AddAsync(writer, image, "quay.io/a/b:1");
        Assert.True(RegistryMirrors.TryParse([$"docker.io={_registry.Endpoint}", $"quay.io=oci:{_folder.Path}"], out var mirrors, out _));
        return new ImageSources(_test.Transport, mirrors);
    }
}
