using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

public sealed class ClosureWalkTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly CopySample _sample = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task Everything_that_belongs_to_an_image_is_found_in_an_order_to_put_it_in(string kind)
    {
        _world.Source.HasReferrersApi = kind == "api";
        var place = kind == "layout" ? _world.Layout : _world.From;
        await _sample.PutAsync(place);

        var closure = await CopyWorld.WalkAsync(place, _sample.Root.Digest);

        Assert.Equal(_sample.Manifests.ToHashSet(), closure.Manifests.Select(m => m.Content.Digest).ToHashSet());
        Assert.Equal(_sample.Manifests.Count(), closure.Manifests.Count);
        Assert.Equal(_sample.Blobs.ToHashSet(), closure.Blobs.Select(b => b.Digest).ToHashSet());
        Assert.Equal([(_sample.CosignTag, _sample.Cosign.Digest)], closure.CosignTags);
        Assert.Equal(
            new Dictionary<Digest, Digest>
            {
                [_sample.Referrers[0].Digest] = _sample.Root.Digest,
                [_sample.Referrers[1].Digest] = _sample.Platforms[0].Digest,
                [_sample.Referrers[2].Digest] = _sample.Referrers[1].Digest,
                [_sample.Cosign.Digest] = _sample.Root.Digest,
            },
            closure.Referrers.ToDictionary(r => r.Content.Digest, r => r.RefersTo!));
        AssertOrder(closure);
    }

    [Fact]
    public async Task Every_manifest_is_read_once()
    {
        await _sample.PutAsync(_world.From);
        _world.Source.Log.Clear();

        await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest);

        var read = _world.Source.Log.Requests.Where(r => r.Method == "GET" && r.Path.Contains("/manifests/sha256:", StringComparison.Ordinal)).Select(r => r.Path).ToList();
        Assert.Equal(read.Distinct(StringComparer.Ordinal).Count(), read.Count);
        Assert.Equal(0, _world.Source.Log.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task Without_referrers_and_cosign_tags_an_image_is_one_question_for_each_manifest()
    {
        await _sample.PutAsync(_world.From);
        _world.Source.Log.Clear();

        var closure = await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest, new ClosureOptions { Referrers = false, CosignTags = false });

        Assert.Equal(4, closure.Manifests.Count);
        Assert.Equal(4, _world.Source.Log.Requests.Count);
    }

    [Theory]
    [InlineData("linux/arm64/v8", 1)]
    [InlineData("linux/arm64", 1)]
    [InlineData("linux/amd64", 2)]
    [InlineData("linux", 3)]
    public async Task Platforms_are_chosen_with_what_the_builder_says_about_them(string platform, int expected)
    {
        await _sample.PutAsync(_world.From);

        var closure = await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest, new ClosureOptions { Platforms = [platform], Referrers = false, CosignTags = false });

        Assert.Equal(expected + 1, closure.Manifests.Count);
        Assert.Equal(platform != "linux/arm64" && platform != "linux/arm64/v8", closure.Manifests.Any(m => m.Content.Digest == _sample.Attestation.Digest));
    }

    [Fact]
    public async Task A_platform_that_the_image_has_not_is_named()
    {
        await _sample.PutAsync(_world.From);

        var error = await Assert.ThrowsAsync<RegistryException>(() => CopyWorld.WalkAsync(_world.From, _sample.Root.Digest, new ClosureOptions { Platforms = ["linux/amd64", "linux/arm"] }));

        Assert.Equal((RegistryProblem.NotFound, "the image has no platform linux/arm"), (error.Problem, error.Message));
    }

    [Fact]
    public async Task Docker_lists_are_walked_too()
    {
        var image = SampleImage.Build("docker", docker: true, "linux/amd64", "windows/amd64");
        _world.Source.Add("dev/app", "1", image);

        var closure = await CopyWorld.WalkAsync(_world.From, image.Root.Digest);

        Assert.Equal(image.Children.Append(image.Root).Select(c => c.Digest), closure.Manifests.Select(m => m.Content.Digest));
        Assert.Equal(closure.Manifests.Sum(m => m.Content.Bytes.Length) + image.Blobs.Sum(b => b.Bytes.Length), closure.Bytes);
    }

    [Fact]
    public async Task A_list_of_things_that_refer_to_something_else_is_not_believed()
    {
        _world.Source.HasReferrersApi = false;
        await _sample.PutAsync(_world.From);
        var other = new CopySample("other");
        await other.PutAsync(_world.Place(_world.Source, "dev/app"), "2");
        _world.Source.AddManifest("dev/app", $"sha256-{_sample.Platforms[1].Digest.Hex}", Index(_world.Source.Descriptor("dev/app", other.Referrers[0].Digest), other.Platforms[0].Descriptor()));

        var closure = await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest);

        Assert.Equal(_sample.Manifests.ToHashSet(), closure.Manifests.Select(m => m.Content.Digest).ToHashSet());
    }

    [Fact]
    public async Task What_is_listed_wrongly_and_turns_out_to_be_a_part_is_walked()
    {
        var below = SampleImage.Build("below", "linux/s390x");
        _world.Source.Add("dev/app", "below", below);
        var nested = Index(below.Root.Descriptor());
        _world.Source.AddManifest("dev/app", "nested", nested);
        var root = Index(nested.Descriptor());
        _world.Source.AddManifest("dev/app", "1", root);
        _world.Source.HasReferrersApi = false;
        _world.Source.AddManifest("dev/app", $"sha256-{root.Digest.Hex}", Index(below.Root.Descriptor()));

        var closure = await CopyWorld.WalkAsync(_world.From, root.Digest);

        Assert.Equal([below.Children[0].Digest, below.Root.Digest, nested.Digest, root.Digest], closure.Manifests.Select(m => m.Content.Digest));
        Assert.Empty(closure.Referrers);
    }

    [Fact]
    public async Task A_cosign_tag_that_is_answered_with_the_image_is_none()
    {
        var image = SampleImage.Build("plain");
        _world.Source.Add("dev/app", "1", image);
        _world.Source.AddTag("dev/app", $"sha256-{image.Root.Digest.Hex}.att", image.Root.Digest);

        Assert.Empty((await CopyWorld.WalkAsync(_world.From, image.Root.Digest)).CosignTags);
    }

    [Fact]
    public async Task Layers_that_are_kept_elsewhere_are_asked_for_here_only()
    {
        var (here, elsewhere) = (SampleContent.Of("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", "here"u8.ToArray()), SampleContent.Of("application/vnd.oci.image.layer.v1.tar+gzip", "there"u8.ToArray()));
        var windows = elsewhere.Descriptor();
        windows["urls"] = new JsonArray("http://192.0.2.1/layer");
        var manifest = Image(here.Descriptor(), windows);
        _world.Source.AddContent("dev/app", CopySample.Empty);
        _world.Source.AddContent("dev/app", here);
        _world.Source.AddManifest("dev/app", "1", manifest);

        var closure = await CopyWorld.WalkAsync(_world.From, manifest.Digest);

        Assert.Equal([elsewhere.Digest], closure.Foreign.Select(b => b.Digest));
        Assert.Equal(new[] { here.Digest, CopySample.Empty.Digest }, closure.Blobs.Select(b => b.Digest));
        Assert.True((await CopyWorld.CheckAsync(_world.From, manifest.Digest)).IsComplete);
    }

    internal static void AssertOrder(ImageClosure closure)
    {
        var before = new HashSet<Digest>();
        var all = closure.Manifests.Select(m => m.Content.Digest).ToHashSet();
        foreach (var manifest in closure.Manifests.Select(m => m.Content))
        {
            Assert.All(manifest.Manifests, c => Assert.Contains(c.Digest, before));
            Assert.True(manifest.Subject is null || !all.Contains(manifest.Subject.Digest) || before.Contains(manifest.Subject.Digest));
            before.Add(manifest.Digest);
        }
    }

    internal static SampleContent Index(params JsonObject[] entries) =>
        SampleContent.Of(MediaTypes.OciIndex, new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray([.. entries]) });

    internal static SampleContent Image(params JsonObject[] layers) =>
        SampleContent.Of(MediaTypes.OciManifest, new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciManifest, ["config"] = CopySample.Empty.Descriptor(), ["layers"] = new JsonArray([.. layers]) });
}
