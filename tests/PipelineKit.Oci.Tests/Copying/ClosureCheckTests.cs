using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

public sealed class ClosureCheckTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly CopySample _sample = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task A_whole_image_is_complete(string kind)
    {
        _world.Source.HasReferrersApi = kind == "api";
        var place = kind == "layout" ? _world.Layout : _world.From;
        await _sample.PutAsync(place);

        var report = await CopyWorld.CheckAsync(place, _sample.Root.Digest, CopySample.Signature);

        Assert.True(report.IsComplete, string.Join(", ", report.Missing));
        Assert.Equal((5, 7), (report.Manifests, report.Blobs));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task One_image_of_so_many_layers_takes_at_most_three_requests_more(int layers)
    {
        var image = AddLayers(layers);

        Assert.Equal(layers + 1, (await CopyWorld.CheckAsync(_world.From, image)).Blobs);
        Assert.Equal(layers + 2, _world.Source.Log.Requests.Count);

        _world.Source.Log.Clear();
        Assert.Equal(["referrer " + CopySample.Sbom], (await CopyWorld.CheckAsync(_world.From, image, CopySample.Sbom)).Missing);
        Assert.Equal(layers + 3, _world.Source.Log.Requests.Count);
        Assert.Equal(0, _world.Source.Log.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task An_index_whose_children_were_cleaned_away_is_not_complete()
    {
        var image = SampleImage.Build("cleaned", "linux/amd64", "linux/arm64");
        _world.Source.AddManifest("dev/app", "1", image.Root);
        _world.Source.AddManifest("dev/app", tag: null, image.Children[0]);
        foreach (var blob in image.Blobs)
        {
            _world.Source.AddContent("dev/app", blob);
        }

        var report = await CopyWorld.CheckAsync(_world.From, image.Root.Digest);

        Assert.Equal([$"manifest {image.Children[1].Digest}"], report.Missing);
        Assert.Equal((2, 2), (report.Manifests, report.Blobs));
    }

    [Fact]
    public async Task An_image_that_is_gone_is_missing()
    {
        var report = await CopyWorld.CheckAsync(_world.From, _sample.Root.Digest, CopySample.Signature);

        Assert.Equal([$"manifest {_sample.Root.Digest}", $"referrer {CopySample.Signature}"], report.Missing);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_is_gone_or_cut_is_missing(bool isGone)
    {
        var image = SampleImage.Build("image");
        _world.Source.Add("dev/app", "1", image);
        _world.Source.Break((isGone ? RegistryFault.Status(404) : RegistryFault.ClaimedLength(3)) with { Target = image.Blobs[1].Digest.Text });

        var report = await CopyWorld.CheckAsync(_world.From, image.Root.Digest);

        Assert.Equal([$"blob {image.Blobs[1].Digest}"], report.Missing);
        Assert.Equal(1, report.Blobs);
    }

    [Fact]
    public async Task What_a_required_referrer_consists_of_must_be_there_too()
    {
        await _sample.PutAsync(_world.From);
        var layer = CopySample.Parse(_sample.Referrers[0]).Layers[0].Digest;
        _world.Source.Break(RegistryFault.Status(404) with { Target = layer.Text });

        Assert.Equal([$"blob {layer}"], (await CopyWorld.CheckAsync(_world.From, _sample.Root.Digest, CopySample.Signature)).Missing);
        Assert.True((await CopyWorld.CheckAsync(_world.From, _sample.Root.Digest)).IsComplete);
    }

    [Fact]
    public async Task A_platform_that_is_not_there_is_missing()
    {
        await _sample.PutAsync(_world.From);

        var report = await ClosureCheck.RunAsync(_world.From, _sample.Root.Digest, new ClosureOptions { Platforms = ["linux/amd64", "linux/s390x"] }, CancellationToken.None);

        Assert.Equal(["platform linux/s390x"], report.Missing);
    }

    [Theory]
    [InlineData(403, RegistryProblem.Forbidden)]
    [InlineData(503, RegistryProblem.Unavailable)]
    public async Task A_registry_that_does_not_tell_is_no_gap(int status, RegistryProblem problem)
    {
        await _sample.PutAsync(_world.From);
        _world.Source.Break(RegistryFault.Status(status) with { Target = "/blobs/" });

        Assert.Equal(problem, (await Assert.ThrowsAsync<RegistryException>(() => CopyWorld.CheckAsync(_world.From, _sample.Root.Digest))).Problem);
    }

    [Fact]
    public async Task A_layout_that_lost_a_file_is_not_complete()
    {
        await _sample.PutAsync(_world.Layout);
        File.Delete(_world.LayoutFile($"blobs/sha256/{_sample.Platforms[1].Digest.Hex}"));

        Assert.Equal([$"manifest {_sample.Platforms[1].Digest}"], (await CopyWorld.CheckAsync(_world.Layout, _sample.Root.Digest)).Missing);
    }

    private Digest AddLayers(int count)
    {
        var layers = Enumerable.Range(0, count).Select(i => SampleContent.Of("application/vnd.oci.image.layer.v1.tar+gzip", [1, 2, (byte)i])).ToList();
        layers.ForEach(l => _world.Source.AddContent("dev/app", l));
        _world.Source.AddContent("dev/app", CopySample.Empty);
        return _world.Source.AddManifest("dev/app", "1", ClosureWalkTests.Image([.. layers.Select(l => l.Descriptor())]));
    }
}
