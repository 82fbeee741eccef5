using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Destinations that answer in their own ways.</summary>
public sealed class CopierAnswerTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly CopySample _sample = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_registry_that_does_not_say_what_it_got_is_asked()
    {
        await _sample.PutAsync(_world.From);
        _world.Target.Break(RegistryFault.DigestHeader(null) with { Method = "PUT" });

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);

        Assert.Equal(1, _world.Target.Log.Count("HEAD", $"/manifests/{_sample.Root.Digest}"));
        Assert.True((await CopyWorld.CheckAsync(_world.To, _sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    public async Task A_registry_that_got_something_else_is_a_mismatch(string method)
    {
        await _sample.PutAsync(_world.From);
        var other = Digest.Sha256("something else"u8);
        _world.Target.Break(RegistryFault.DigestHeader(method == "PUT" ? other.Text : null) with { Method = "PUT", Target = $"/manifests/{_sample.Root.Digest}" });
        _world.Target.Break(RegistryFault.DigestHeader(other.Text) with { Method = "HEAD", Target = $"/manifests/{_sample.Root.Digest}" });

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" }));

        Assert.Equal((_sample.Root.Digest, other), (error.Expected, error.Actual));
        Assert.False(_world.Target.Has("prod/app", "2"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_repository_that_may_not_be_read_before_something_is_in_it_is_no_obstacle(int status)
    {
        await _sample.PutAsync(_world.From);
        _world.Target.Break(RegistryFault.Status(status) with { Method = "HEAD", Target = "/manifests/", Times = 1 });

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { TrustPresence = true });

        Assert.True((await CopyWorld.CheckAsync(_world.To, _sample.Root.Digest)).IsComplete);
    }

    [Fact]
    public async Task A_registry_that_refuses_is_an_error_that_says_so_and_gets_no_tag()
    {
        await _sample.PutAsync(_world.From);
        _world.Target.Break(RegistryFault.Status(403) with { Method = "PUT", Target = $"/manifests/{_sample.Root.Digest}" });

        var error = await Assert.ThrowsAsync<RegistryException>(() => _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" }));

        Assert.Equal(RegistryProblem.Forbidden, error.Problem);
        Assert.False(_world.Target.Has("prod/app", "2"));
        Assert.False(_world.Target.Has("prod/app", _sample.Referrers[0].Digest.Text));
    }

    [Fact]
    public async Task A_manifest_that_lost_a_layer_at_the_destination_gets_it_back()
    {
        await _sample.PutAsync(_world.From);
        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.Layout, new ImageCopyOptions { Tag = "2" });
        var lost = _sample.Blobs.First();
        File.Delete(_world.LayoutFile($"blobs/sha256/{lost.Hex}"));
        Assert.Equal([$"blob {lost}"], (await CopyWorld.CheckAsync(_world.Layout, _sample.Root.Digest)).Missing);

        var copy = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.Layout);

        Assert.Equal(1, copy.Blobs.Copied);
        Assert.True((await CopyWorld.CheckAsync(_world.Layout, _sample.Root.Digest)).IsComplete);
    }

    [Fact]
    public async Task Of_two_bills_of_materials_under_cosigns_tag_the_copied_one_counts()
    {
        var image = SampleImage.Build("plain");
        var tag = $"sha256-{image.Root.Digest.Hex}.sbom";
        foreach (var (registry, repository, sbom) in new[] { (_world.Source, "dev/app", "ours"), (_world.Target, "prod/app", "theirs") })
        {
            registry.Add(repository, "1", image);
            registry.Add(repository, tag, SampleImage.Build(sbom));
        }

        await _world.CopyAsync(_world.From, image.Root.Digest, _world.To);

        Assert.Equal(SampleImage.Build("ours").Root.Bytes, _world.Target.Read("prod/app", tag));
    }
}
