using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Copies within one registry, and beside what it has already.</summary>
public sealed class CopierMountTests : IDisposable
{
    private static readonly ImageCopyOptions Bare = new() { Closure = new ClosureOptions { Referrers = false, CosignTags = false } };
    private readonly CopyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task One_image_of_so_many_layers_takes_three_requests_more_and_no_byte_of_content(int layers)
    {
        var image = AddLayers(layers);

        var copy = await _world.CopyAsync(_world.From, image, Here("prod/app"), Bare);

        Assert.Equal(layers + 3, _world.Source.Log.Requests.Count);
        Assert.Equal(["GET", "POST", "PUT"], _world.Source.Log.Requests.Select(r => r.Method).Distinct(StringComparer.Ordinal));
        Assert.Equal((0, 0, new BlobCounts(0, layers + 1, 0)), (copy.BytesReceived, copy.BytesSent, copy.Blobs));
        Assert.All(_world.Source.Log.Requests, r => Assert.True(r.Body.Length == 0 || r.Target.Contains("/manifests/", StringComparison.Ordinal)));
        Assert.True((await CopyWorld.CheckAsync(Here("prod/app"), image)).IsComplete);
    }

    [Fact]
    public async Task A_signed_image_of_several_platforms_is_not_sent_either()
    {
        var sample = new CopySample();
        await sample.PutAsync(_world.From);

        var copy = await _world.CopyAsync(_world.From, sample.Root.Digest, Here("prod/app"), new ImageCopyOptions { Tag = "2" });

        Assert.Equal((0, 0, copy.Closure!.Blobs.Count), (copy.BytesReceived, copy.BytesSent, copy.Blobs.Mounted));
        Assert.True((await CopyWorld.CheckAsync(Here("prod/app"), sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [Fact]
    public async Task What_a_sibling_has_is_mounted_from_there()
    {
        var sample = new CopySample();
        await sample.PutAsync(_world.From);
        await sample.PutAsync(_world.Place(_world.Target, "staging/app"));

        var copy = await _world.CopyAsync(_world.From, sample.Root.Digest, _world.To, new ImageCopyOptions { Siblings = ["staging/app"] });

        Assert.Equal((0, copy.Closure!.Blobs.Count), (copy.BytesSent, copy.Blobs.Mounted));
        Assert.True((await CopyWorld.CheckAsync(_world.To, sample.Root.Digest)).IsComplete);
    }

    private ImagePlace Here(string repository) => _world.Place(_world.Source, repository);

    private Digest AddLayers(int count)
    {
        var layers = Enumerable.Range(0, count).Select(i => SampleContent.Of("application/vnd.oci.image.layer.v1.tar+gzip", [1, 2, (byte)i])).ToList();
        layers.ForEach(l => _world.Source.AddContent("dev/app", l));
        _world.Source.AddContent("dev/app", CopySample.Empty);
        return _world.Source.AddManifest("dev/app", "1", ClosureWalkTests.Image([.. layers.Select(l => l.Descriptor())]));
    }
}
