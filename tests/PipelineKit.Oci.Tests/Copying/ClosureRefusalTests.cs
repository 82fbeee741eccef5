using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>What is no closure: something is missing, lies about itself, or is too much.</summary>
public sealed class ClosureRefusalTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly CopySample _sample = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_child_that_is_not_there_is_named()
    {
        var child = SampleImage.Build("child");
        var root = ClosureWalkTests.Index(child.Root.Descriptor());
        _world.Source.AddManifest("dev/app", "1", root);

        await AssertRefusedAsync(root, RegistryProblem.NotFound, $"{child.Root.Digest} belongs to the image, and is not there");
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_not_found() =>
        await AssertRefusedAsync(_sample.Root, RegistryProblem.NotFound, "the registry does not have it");

    [Fact]
    public async Task A_listed_referrer_that_is_gone_is_missing()
    {
        _world.Source.HasReferrersApi = false;
        var image = SampleImage.Build("image");
        _world.Source.Add("dev/app", "1", image);
        _world.Source.AddManifest("dev/app", $"sha256-{image.Root.Digest.Hex}", ClosureWalkTests.Index(_sample.Referrers[0].Descriptor()));

        await AssertRefusedAsync(image.Root, RegistryProblem.NotFound, _sample.Referrers[0].Digest.Text);
    }

    [Fact]
    public async Task A_required_referrer_must_refer_to_the_image_itself()
    {
        await _sample.PutAsync(_world.From);
        await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest, new ClosureOptions { RequiredReferrers = [CopySample.Signature] });

        // The bill of materials is one of a platform.
        await AssertRefusedAsync(_sample.Root, RegistryProblem.NotFound, CopySample.Sbom, new ClosureOptions { RequiredReferrers = [CopySample.Signature, CopySample.Sbom] });
    }

    [Fact]
    public async Task Required_referrers_are_taken_even_where_referrers_are_not()
    {
        await _sample.PutAsync(_world.From);

        var closure = await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest, new ClosureOptions { Referrers = false, CosignTags = false, RequiredReferrers = [CopySample.Signature] });

        Assert.Equal([_sample.Referrers[0].Digest], closure.Referrers.Select(r => r.Content.Digest));
    }

    [Theory]
    [InlineData("size", 1)]
    [InlineData("mediaType", MediaTypes.DockerManifest)]
    public async Task An_index_that_describes_its_child_wrongly_is_refused(string property, object value)
    {
        var child = SampleImage.Build("child");
        _world.Source.Add("dev/app", "child", child);
        var entry = child.Root.Descriptor();
        entry[property] = value is int number ? number : (string)value;
        var root = ClosureWalkTests.Index(entry);
        _world.Source.AddManifest("dev/app", "1", root);

        await AssertRefusedAsync(root, RegistryProblem.Protocol, $"an index describes {child.Root.Digest}");
    }

    [Fact]
    public async Task Two_sizes_of_one_blob_are_refused()
    {
        var layer = SampleContent.Of("text/plain", "layer"u8.ToArray());
        var lie = layer.Descriptor();
        lie["size"] = 1;
        var images = new[] { ClosureWalkTests.Image(layer.Descriptor()), ClosureWalkTests.Image(lie) };
        foreach (var image in images)
        {
            _world.Source.AddManifest("dev/app", tag: null, image);
        }

        var root = ClosureWalkTests.Index(images[0].Descriptor(), images[1].Descriptor());
        _world.Source.AddManifest("dev/app", "1", root);

        await AssertRefusedAsync(root, RegistryProblem.Protocol, $"{layer.Digest} has 5 bytes, another says 1");
    }

    [Fact]
    public async Task Schema_1_is_refused_with_the_remedy()
    {
        var old = SampleContent.Of(MediaTypes.DockerSchema1Signed, """{"schemaVersion":1}"""u8.ToArray());
        _world.Source.AddManifest("dev/app", "1", old);

        await AssertRefusedAsync(old, RegistryProblem.Protocol, "schema 1, which cannot be verified from its bytes; push the image again");
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Indexes_are_followed_four_deep(int depth, bool isRead)
    {
        var root = SampleImage.Build("deep").Root;
        _world.Source.Add("dev/app", "deep", SampleImage.Build("deep"));
        for (var i = 0; i < depth; i++)
        {
            root = ClosureWalkTests.Index(root.Descriptor());
            _world.Source.AddManifest("dev/app", "1", root);
        }

        await AssertDepthAsync(root, isRead, depth + 1);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Referrers_are_followed_four_deep(int depth, bool isRead)
    {
        var root = SampleImage.Build("deep").Root;
        _world.Source.Add("dev/app", "deep", SampleImage.Build("deep"));
        var subject = root.Digest;
        for (var i = 0; i < depth; i++)
        {
            subject = _world.Source.AddReferrer("dev/app", subject, CopySample.Signature, $"note {i}");
        }

        await AssertDepthAsync(root, isRead, depth + 1);
    }

    [Fact]
    public async Task More_than_a_thousand_images_are_refused_before_they_are_read()
    {
        var children = Enumerable.Range(0, 1000).Select(i => new JsonObject { ["mediaType"] = MediaTypes.OciManifest, ["digest"] = Digest.Sha256(BitConverter.GetBytes(i)).Text, ["size"] = 5 });
        var root = ClosureWalkTests.Index([.. children]);
        _world.Source.AddManifest("dev/app", "1", root);

        await AssertRefusedAsync(root, RegistryProblem.Protocol, "more than 1000 images", new ClosureOptions { Referrers = false, CosignTags = false });
        Assert.Single(_world.Source.Log.Requests);
    }

    [Fact]
    public async Task Changed_bytes_of_a_child_are_a_mismatch()
    {
        await _sample.PutAsync(_world.From);
        _world.Source.Break(RegistryFault.Body(Encoding.UTF8.GetBytes("{}")) with { Target = _sample.Platforms[0].Digest.Text, Method = "GET" });

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => CopyWorld.WalkAsync(_world.From, _sample.Root.Digest));

        Assert.Equal(_sample.Platforms[0].Digest, error.Expected);
    }

    private async Task AssertDepthAsync(SampleContent root, bool isRead, int manifests)
    {
        if (isRead)
        {
            Assert.Equal(manifests, (await CopyWorld.WalkAsync(_world.From, root.Digest)).Manifests.Count);
        }
        else
        {
            await AssertRefusedAsync(root, RegistryProblem.Protocol, "more than 4 deep");
        }
    }

    private async Task AssertRefusedAsync(SampleContent root, RegistryProblem problem, string message, ClosureOptions? options = null)
    {
        var error = await Assert.ThrowsAsync<RegistryException>(() => CopyWorld.WalkAsync(_world.From, root.Digest, options));
        Assert.Equal(problem, error.Problem);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("/dev/app", error.ImageSource, StringComparison.Ordinal);
    }
}
